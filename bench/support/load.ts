// A process of its own: sends what it is told over as many connections as it is told, and reports how long each took.
import { Line } from './http-client.ts'
import type { LoadOrder, LoadReport, Wish } from './load-generator.ts'

/** Cookies by person: whoever got one brings it back. */
const cookies = new Map<number, string>()

process.on('message', (order: LoadOrder) => void run(order).then(report => process.send!(report)))
process.send!({ ready: true })

async function run({ port, connections, wishes, keep }: LoadOrder): Promise<LoadReport> {
  const durations: number[] = []
  const statuses: Record<number, number> = {}
  const bodies: string[] = []
  let errors = 0
  let next = 0
  const begin = performance.now()
  const lines = Array.from({ length: connections }, () => new Line(port))
  await Promise.all(
    lines.map(async line => {
      while (next < wishes.length) {
        const wish = wishes[next++]!
        const request = requestOf(wish, port)
        const start = performance.now()
        try {
          const { status, head, body } = await line.send(request)
          durations.push(performance.now() - start)
          statuses[status] = (statuses[status] ?? 0) + 1
          if (wish.person !== undefined) keepCookie(wish.person, head)
          if (keep && bodies.length < keep) bodies.push(body.toString('utf8'))
        } catch {
          errors += 1
        }
      }
    })
  )
  const seconds = (performance.now() - begin) / 1_000
  for (const line of lines) line.close()
  return { durations, statuses, bodies, errors, seconds }
}

/** What every browser says of itself; it costs the bare server as much as ours. */
const browser = `user-agent: Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36\r
accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r
accept-language: uk-UA,uk;q=0.9,en;q=0.8\r
sec-fetch-dest: document\r
sec-fetch-mode: navigate\r
sec-fetch-site: same-origin\r
`

function requestOf({ method, path, headers = {}, body, person }: Wish, port: number): Buffer {
  const host = `127.0.0.1:${port}`
  const cookie = person === undefined ? undefined : cookies.get(person)
  let head = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n${browser}`
  for (const [name, value] of Object.entries(headers)) head += `${name}: ${value}\r\n`
  if (cookie) head += `cookie: ${cookie}\r\n`
  if (method !== 'GET') head += `origin: http://${host}\r\n`
  if (body !== undefined) {
    head += `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`
  }
  return Buffer.from(`${head}\r\n${body ?? ''}`)
}

function keepCookie(person: number, head: string): void {
  const cookie = /\r\nset-cookie: *([^;\r\n]+)/i.exec(head)?.[1]
  if (cookie) cookies.set(person, cookie)
}
