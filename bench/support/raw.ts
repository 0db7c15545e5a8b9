// A process of its own: the least that a durable response costs. One prepared INSERT of the row with the same key and
// indexes, own commit, sent by `pg` over as many connections as asked, each with one statement under way.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { RawOrder, RawReport } from './raw-insert.ts'

const { host, port, user, database, connections } = JSON.parse(process.argv[2]!) as {
  host: string
  port: number
  user: string
  database: string
  connections: number
}

const clients = await Promise.all(
  Array.from({ length: connections }, async () => {
    const client = new pg.Client({ host, port, user, database, ssl: false })
    await client.connect()
    return client
  })
)
const [client] = clients
await client!.query('create table if not exists bench_raw (like responses including all)')

process.on('message', (order: RawOrder) => void run(order).then(report => process.send!(report)))
process.send!({ ready: true })

async function run({ callId, stepId, rows }: RawOrder): Promise<RawReport> {
  const durations: number[] = []
  let left = rows
  const begin = performance.now()
  await Promise.all(
    clients.map(async one => {
      while (left-- > 0) {
        const start = performance.now()
        await insert(one, callId, stepId)
        durations.push(performance.now() - start)
      }
    })
  )
  return { durations, seconds: (performance.now() - begin) / 1_000 }
}

const insert = (one: pg.Client, callId: string, stepId: string) =>
  one.query({
    name: 'raw',
    text: `insert into bench_raw (call_id, step_id, target, responder, kind, response_id, body, state, channel, given_at)
      values ($1, $2, $3, $4, 'support', $5, '{}', 'counted', 'api', $6)`,
    values: [callId, stepId, randomUUID(), randomUUID(), randomUUID(), new Date()]
  })
