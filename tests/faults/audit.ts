import { spawnSync } from 'node:child_process'
import type { SpawnSyncReturns } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { findPlace } from '../../src/cli/operator-place.ts'
import { leafBytes } from '../../src/core/ledger/leaf.ts'
import { EMPTY_FRONTIER, extendFrontier, hashLeaf, rootOfFrontier } from '../../src/core/ledger/merkle.ts'
import { readCheckpoint } from '../../src/core/ledger/checkpoint.ts'
import type { ServerProcess } from '../support/server-process.ts'
import type { Told } from './crowd.ts'
import type { Report } from './report.ts'
import type { OpenCall } from './town.ts'

/** Looks at what is left, past the server: in its database, in its log, in its export. */
export class Audit {
  readonly #report: Report
  readonly #server: ServerProcess
  readonly #client: pg.Client

  private constructor(report: Report, server: ServerProcess, client: pg.Client) {
    this.#report = report
    this.#server = server
    this.#client = client
  }

  static async open(report: Report, server: ServerProcess): Promise<Audit> {
    const client = new pg.Client({ connectionString: findPlace(server.dataFolder)!.databaseUrl! })
    await client.connect()
    return new Audit(report, server, client)
  }

  close(): Promise<void> {
    return this.#client.end()
  }

  async #count(text: string, ...values: unknown[]): Promise<number> {
    const { rows } = await this.#client.query<{ count: string }>(
      `select count(*) from (${text}) counted`,
      values
    )
    return Number(rows[0]!.count)
  }

  /** Waits until every line has a place. */
  async sequenced(): Promise<void> {
    const until = Date.now() + 30_000
    let waiting = await this.#count('select 1 from ledger_lines where sequence is null')
    while (waiting > 0 && Date.now() < until) {
      await sleep(200)
      waiting = await this.#count('select 1 from ledger_lines where sequence is null')
    }
    this.#report.check('every line has its place in a log', waiting === 0, `${waiting} wait`)
  }

  /** What the crowd was told against what there is. */
  async told({ callId }: OpenCall, told: Told): Promise<void> {
    const { rows } = await this.#client.query<{ response_id: string; target: string; state: string }>(
      `select response_id, target, state from responses where call_id = $1 and state <> 'superseded'`,
      [callId]
    )
    const counted = new Map(
      rows.filter(row => row.state === 'counted').map(row => [row.response_id, row.target])
    )
    const lost = [...told.supports].filter(([id, target]) => counted.get(id) !== target)
    this.#report.check(
      `${told.supports.size} acknowledged supports are there`,
      lost.length === 0,
      `${lost.length} lost`
    )
    const more = counted.size - told.supports.size
    this.#report.check(
      'none is there that nobody was told of, but for those whose senders gave up',
      more >= 0 && more <= told.unsureSupports,
      `${more} of ${told.unsureSupports}`
    )
    const back = [...told.takenBack].filter(id => counted.has(id))
    this.#report.check(
      `${told.takenBack.size} supports taken back do not count`,
      back.length === 0,
      `${back.length} do`
    )
    const { rows: ideas } = await this.#client.query<{ title: string; contribution_id: string }>(
      'select title, contribution_id from contributions where call_id = $1',
      [callId]
    )
    const idea = new Map(ideas.map(row => [row.title, row.contribution_id]))
    const missing = [...told.ideas].filter(([title, id]) => idea.get(title) !== id)
    this.#report.check(
      `${told.ideas.size} acknowledged ideas are there`,
      missing.length === 0,
      `${missing.length} lost`
    )
    this.#report.check(
      'no idea is there twice',
      idea.size === ideas.length,
      `${ideas.length - idea.size} are`
    )
    this.#report.check(
      `nobody got an answer that does not fit, in ${told.acts} acts`,
      told.surprises.length === 0,
      [...new Set(told.surprises)].slice(0, 3).join(' | ') || 0
    )
  }

  /** A response, its line and its answer are all there or none of them; the same for contributions. */
  async whole({ callId }: OpenCall): Promise<void> {
    const half = await this.#count(
      `select coalesce(r.response_id, l.subject_id) from
        (select response_id from responses where call_id = $1) r full join
        (select distinct on (subject_id) subject_id from ledger_lines where log_id = $1 and event = 'response.give') l
        on l.subject_id = r.response_id
      where l.subject_id is null or (r.response_id is null and not exists (
        select 1 from ledger_lines b where b.log_id = $1 and b.event = 'response.take-back' and b.subject_id = l.subject_id))`,
      callId
    )
    this.#report.check(
      'no response is there without its line, and no line without its response',
      half === 0,
      half
    )
    const doubled = await this.#count(
      `select subject_id from ledger_lines where log_id = $1 and event in ('response.give', 'contribution.create')
       group by subject_id having count(*) > 1`,
      callId
    )
    this.#report.check('no act left its line twice', doubled === 0, doubled)
    const answers = await this.#count(
      `select 1 from idempotency_records i, jsonb_array_elements(i.reply->'lines') l
       where not exists (select 1 from ledger_lines k where k.log_id = (l->>'log')::uuid and k.line_id = (l->>'id')::uuid)`
    )
    this.#report.check('every answer that was kept names lines that are there', answers === 0, answers)
  }

  /** Running totals against a count of the rows. */
  async totals({ callId, stepId }: OpenCall): Promise<void> {
    const wrong = await this.#count(
      `select c.contribution_id from contributions c left join contribution_totals t using (call_id, contribution_id)
       where c.call_id = $1 and coalesce(t.value, 0) <> (select count(*) from responses r
         where r.call_id = $1 and r.target = c.contribution_id and r.state = 'counted')`,
      callId
    )
    this.#report.check('the totals of all ideas equal a recount of the rows', wrong === 0, `${wrong} differ`)
    const { rows } = await this.#client.query<{
      total: number
      counted: string
      ideas: number
      shown: string
    }>(
      `select responses as total, contributions as ideas,
         (select count(*) from responses where call_id = $1 and step_id = $2 and state = 'counted') as counted,
         (select count(*) from contributions where call_id = $1 and step_id = $2 and state = 'published') as shown
       from step_totals where call_id = $1 and step_id = $2`,
      [callId, stepId]
    )
    const row = rows[0]!
    this.#report.check(
      'the totals of the step too',
      row.total === Number(row.counted) && row.ideas === Number(row.shown),
      `${row.total} responses, ${row.ideas} ideas`
    )
  }

  /** Every log's tree, computed again from its lines, against its signed checkpoint. */
  async trees(): Promise<void> {
    const { rows: logs } = await this.#client.query<{ log_id: string; size: string; checkpoint: string }>(
      'select log_id, size, checkpoint from ledger_logs order by log_id'
    )
    const wrong: string[] = []
    let leaves = 0
    for (const { log_id: log, size, checkpoint } of logs) {
      const { rows } = await this.#client.query<{ sequence: string; commitment: Buffer }>(
        'select sequence, commitment from ledger_lines where log_id = $1 and sequence is not null order by sequence',
        [log]
      )
      const hashes = rows.map(({ sequence, commitment }) =>
        hashLeaf(leafBytes({ log, sequence: Number(sequence), commitment }))
      )
      const root = Buffer.from(rootOfFrontier(extendFrontier(EMPTY_FRONTIER, hashes)))
      const signed = readCheckpoint(checkpoint)
      const isGapless = rows.every((row, n) => Number(row.sequence) === n) && rows.length === Number(size)
      if (!isGapless || signed?.size !== rows.length || !root.equals(signed.root)) wrong.push(log)
      leaves += rows.length
    }
    this.#report.check(
      `the trees of ${logs.length} logs, computed again, are those of their checkpoints`,
      wrong.length === 0,
      wrong.length === 0 ? `${leaves} leaves` : wrong.join(', ')
    )
  }

  /** The result that a job makes after the close, and an export that anybody can check, counted again. */
  async result({ callId, slug }: OpenCall): Promise<void> {
    const until = Date.now() + 30_000
    while (
      (await this.#count('select 1 from results where call_id = $1', callId)) === 0 &&
      Date.now() < until
    )
      await sleep(250)
    await this.sequenced()
    const { rows } = await this.#client.query<{ responses: number; counted: string }>(
      `select (body->>'responses')::integer as responses,
         (select count(*) from responses where call_id = $1 and state = 'counted') as counted
       from results where call_id = $1 order by version desc limit 1`,
      [callId]
    )
    const seen = rows[0] ? `${rows[0].responses} of ${rows[0].counted} responses` : 'there is none'
    this.#report.check(
      'the result counts every response',
      rows[0]?.responses === Number(rows[0]?.counted),
      seen
    )
    const file = join(this.#server.dataFolder, 'export.zip')
    const exported = this.#mozaika('export', slug, file, '--force')
    const verified = this.#mozaika('verify', file)
    this.#report.check(
      'the export verifies, and its recount equals the result',
      exported.status === 0 && verified.status === 0,
      verdict(verified) || lastWords(exported) || lastWords(verified)
    )
  }

  #mozaika(...args: string[]) {
    const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
    const env = { ...process.env, MOZAIKA_DATA: this.#server.dataFolder, PORT: String(this.#server.port) }
    return spawnSync(process.execPath, [main, ...args], { env, encoding: 'utf8', timeout: 60_000 })
  }

  /** Faults of our own that the server told of, over all its lives. */
  noFailures(): void {
    const lines = readFileSync(join(this.#server.dataFolder, 'server.log'), 'utf8').split('\n')
    const failures = lines.filter(
      line => line.includes('"status":500') || /"level":"error".*"requestId"/.test(line)
    )
    this.#report.check(
      'no request failed for a reason of ours',
      failures.length === 0,
      failures[0]?.slice(0, 300) ?? 0
    )
  }
}

type Ended = SpawnSyncReturns<string>

const verdict = (ended: Ended): string | undefined =>
  ended.stdout.split('\n').find(line => /^[✓✗]/.test(line))

const lastWords = ({ status, signal, stdout, stderr }: Ended): string =>
  status === 0 ? '' : `ended with ${status ?? signal}: ${(stderr || stdout).trim().slice(-300)}`
