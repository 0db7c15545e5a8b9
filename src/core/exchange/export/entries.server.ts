import { sql } from '../../../db/sql.server.ts'
import type { Db } from '../../../db/sql.server.ts'
import type { Call } from '../../call/rules.ts'
import { canonicalJson } from '../../ledger/canonical.ts'
import { companionColumns, companionHead, companionLine } from '../../ledger/companion.ts'
import { exportLine, exportRow, resultRow, rulesVersion } from '../../ledger/pack-export.ts'
import { TILE_WIDTH, tilePath } from '../../ledger/tiles.ts'
import { FORMAT, paths } from '../../ledger/verify/export-shape.ts'
import type { Manifest, ResultRow, RulesVersion } from '../../ledger/verify/export-shape.ts'
import { keyOf } from '../../file/store.server.ts'
import { storedTypes } from '../../file/rules.ts'
import type { StoredType } from '../../file/rules.ts'
import type { FileStorage } from '../../file/storage.server.ts'
import type { ZipEntry } from '../zip/write-zip.server.ts'
import { callFacts } from './facts.server.ts'
import { linePages, listBundles, listFields, recordPages } from './lines.server.ts'
import type { LogPart } from './lines.server.ts'
import { publishedResults, rulesByDigest } from './published.server.ts'

export interface ExportSource {
  /** One snapshot for all of it, or parts of the export would contradict each other. */
  readonly db: Db
  readonly call: Call
  readonly part: LogPart
  readonly origin: string
  readonly manifest: Omit<Manifest, 'format'>
  readonly storage: FileStorage
}

/** The files of an export, one after another, as `docs/export-format.md` describes them. */
export async function* exportEntries(source: ExportSource): AsyncGenerator<ZipEntry> {
  const { db, part, manifest } = source
  yield text(paths.manifest, canonicalJson({ ...manifest, format: FORMAT }))
  yield text(paths.call, await callFile(source))
  for (const kind of ['contribution', 'response'] as const) {
    const path = kind === 'contribution' ? paths.contributions : paths.responses
    yield { name: path, content: rowLines(db, part, kind) }
    yield { name: path.replace(/jsonl$/, 'csv'), content: tableLines(db, part, kind) }
  }
  yield text(paths.result, await resultFile(source))
  const authors = authorLines(db, part.log)
  const begin = await authors.next()
  if (!begin.done) yield { name: paths.authors, content: resumed(begin.value, authors) }
  yield text(paths.checkpoint, part.checkpoint)
  yield { name: paths.lines, content: ledgerLines(db, part) }
  yield* bundles(db, part)
  yield* files(source)
}

const text = (name: string, content: string): ZipEntry => ({ name, content: Buffer.from(content) })

async function callFile({ db, call, part, origin }: ExportSource): Promise<string> {
  const rules = await rulesByDigest(db, part.log)
  const versions: RulesVersion[] = []
  for await (const page of recordPages(db, part, 'call')) {
    versions.push(...page.map(line => rulesVersion(line, rules.get(String(line.counted.record.rules)))))
  }
  return canonicalJson({ facts: await callFacts(db, call, origin, part.now), versions })
}

async function resultFile({ db, part }: ExportSource): Promise<string> {
  const published = await publishedResults(db, part.log)
  const results: ResultRow[] = []
  for await (const page of recordPages(db, part, 'result')) {
    results.push(
      ...page.map(line =>
        resultRow(line, published.get(`${line.counted.step} ${line.counted.record.version}`)!)
      )
    )
  }
  return canonicalJson({ results })
}

async function* rowLines(db: Db, part: LogPart, kind: string): AsyncGenerator<Buffer> {
  for await (const page of recordPages(db, part, kind))
    yield jsonLines(page.map(line => exportRow(line, line.current)))
}

async function* tableLines(db: Db, part: LogPart, kind: string): AsyncGenerator<Buffer> {
  const columns = companionColumns(await listFields(db, part, kind))
  yield Buffer.from(companionHead(columns))
  for await (const page of recordPages(db, part, kind)) {
    yield Buffer.from(page.map(line => companionLine(exportRow(line, line.current), columns)).join(''))
  }
}

async function* ledgerLines(db: Db, part: LogPart): AsyncGenerator<Buffer> {
  for await (const page of linePages(db, part)) yield jsonLines(page.map(exportLine))
}

const jsonLines = (rows: readonly unknown[]): Buffer =>
  Buffer.from(rows.map(row => `${canonicalJson(row)}\n`).join(''))

/** The leaves, a bundle of 256 a file. */
async function* bundles(db: Db, part: LogPart): AsyncGenerator<ZipEntry> {
  const atOnce = 50
  for (let from = 0; from * TILE_WIDTH < part.size; from += atOnce) {
    for (const { index, bytes } of await listBundles(db, part, from, atOnce)) {
      const width = Math.min(TILE_WIDTH, part.size - index * TILE_WIDTH)
      yield { name: paths.ledger + tilePath({ level: 'entries', index, width }), content: bytes }
    }
  }
}

/** Who is named beside contributions now: as pages show it, and not under the log, so that a name can be taken back. */
async function* authorLines(db: Db, callId: string): AsyncGenerator<Buffer> {
  const pageSize = 2_000
  const nil = '00000000-0000-0000-0000-000000000000'
  for (let after: readonly [string, string] | undefined = [nil, nil]; after;) {
    const rows: { contribution: string; participant_id: string; name: string | null }[] = await db.query(sql`
      select a.contribution_id as contribution, a.participant_id, coalesce(p.name, o.name) as name
      from contribution_authors a
      join contributions c using (call_id, contribution_id)
      join participants p on p.call_id = a.call_id and p.participant_id = a.participant_id
      left join participants o on o.call_id = p.call_id and o.participant_id = p.linked_to
      where a.call_id = ${callId} and c.state = 'published' and (a.contribution_id, a.participant_id) > (${after[0]}::uuid, ${after[1]}::uuid)
      order by a.contribution_id, a.participant_id limit ${pageSize}`)
    const named = rows.filter(({ name }) => name !== null)
    if (named.length > 0) yield jsonLines(named.map(({ contribution, name }) => ({ contribution, name })))
    const last = rows.at(-1)
    after = last && rows.length === pageSize ? [last.contribution, last.participant_id] : undefined
  }
}

/** The bytes of the files that published contributions have, each once. A file missing in the store is left out: the verifier names it. */
async function* files({ db, part, storage }: ExportSource): AsyncGenerator<ZipEntry> {
  const rows = await db.query<{ file_id: string; type: StoredType; digest: string }>(sql`
    select distinct on (f.sha256) f.file_id, f.type, encode(f.sha256, 'hex') as digest
    from files f join contributions c using (call_id, contribution_id)
    where f.call_id = ${part.log} and c.state = 'published' order by f.sha256 limit 100000`)
  for (const { file_id, type, digest } of rows) {
    const stored = await storage.get(keyOf(part.log, file_id, type))
    if (stored) yield { name: `${paths.files}${digest}.${endingOf(type)}`, content: stored.stream }
  }
}

const endingOf = (type: StoredType): string =>
  Object.entries(storedTypes).find(([, stored]) => stored === type)![0]

async function* resumed(begin: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield begin
  yield* rest
}
