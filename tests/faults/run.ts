import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { seededRandom } from '@mozaika/aggregation'
import { freePort, startServerProcess } from '../support/server-process.ts'
import { Accidents } from './accidents.ts'
import { Audit } from './audit.ts'
import { Crowd } from './crowd.ts'
import { race } from './races.ts'
import { Report } from './report.ts'
import { closeSoon, handIn, openCall, setUp } from './town.ts'

/**
 * `npm run faults -- --minutes 2 | --kills 20 [--seed TEXT]`: the real server under load, its app and its PostgreSQL
 * killed at random moments; then everything that anybody was told is looked for.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    kills: { type: 'string' },
    seed: { type: 'string', default: String(Date.now()) }
  }
})
/** What the audit takes of the minutes asked for. */
const auditMs = 20_000
const kills = values.kills === undefined ? Infinity : Number(values.kills)
const lastsMs = values.kills === undefined ? Number(values.minutes ?? 2) * 60_000 - auditMs : Infinity
const crowdWidth = 12

const begin = Date.now()
const report = new Report()
const random = seededRandom(values.seed)
report.say(`seed ${values.seed} (again with: npm run faults -- --seed ${values.seed} …)`)
const dataFolder = await mkdtemp(join(tmpdir(), 'mozaika-faults-'))
process.exitCode = await run().finally(() => rm(dataFolder, { recursive: true, force: true }))

async function run(): Promise<number> {
  const server = await startServerProcess({ dataFolder, port: await freePort() })
  const accidents = new Accidents(server, report, random)
  try {
    return await suffer(accidents)
  } catch (error) {
    report.say(`The server's last words:\n${accidents.server.output().slice(-4_000)}`)
    throw error
  } finally {
    await accidents.server.stop()
  }
}

async function suffer(accidents: Accidents): Promise<number> {
  const { server } = accidents
  const organisationId = await setUp(server)
  await race(server, organisationId, report)

  const call = await openCall(server, organisationId)
  const targets = await handIn(server, call, 30)
  const crowd = new Crowd(server.address, call, targets, random)
  const gone = crowd.come(crowdWidth)
  while (accidents.kills < kills && Date.now() - begin < lastsMs) await accidents.happen()
  crowd.leave()
  await gone
  accidents.check()

  const audit = await Audit.open(report, accidents.server)
  await audit.sequenced()
  await audit.told(call, crowd.told)
  await audit.whole(call)
  await audit.totals(call)
  await closeSoon(accidents.server, call)
  await audit.result(call)
  await audit.trees()
  audit.noFailures()
  await audit.close()
  report.say(`${Math.round((Date.now() - begin) / 1_000)} s`)
  return report.end()
}
