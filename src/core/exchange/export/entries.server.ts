import { sql } from '../../../db/sql.server.ts'
import type { Db } from '../../../db/sql.server.ts'
import type { Call } from '../../call/rules.ts'
import { canonicalJson } from '../../ledger/canonical.ts'
import { companionColumns, companionHead, companionLine } from '../../ledger/companion.ts'
import { encodeEntries } from '../../ledger/entries.ts'
import { leafBytes } from '../../ledger/leaf.ts'
import { exportLine, exportRow, resultRow, rulesVersion } from '../../ledger/pack-export.ts'
import { TILE_WIDTH, tilePath } from '../../ledger/tiles.ts'
import { FORMAT, paths } from '../../ledger/verify/export-shape.ts'
import type { Manifest } from '../../ledger/verify/export-shape.ts'
import { keyOf } from '../../file/store.server.ts'
import { storedTypes } from '../../file/rules.ts'
import type { StoredType } from '../../file/rules.ts'
import type { FileStorage } from '../../file/storage.server.ts'
import type { ZipEntry } from '../zip/write-zip.server.ts'
import { callFacts } from './facts.server.ts'
import { allLines, listFields, recordLines } from './lines.server.ts'
import type { ListedLine, LogPart } from './lines.server.ts'
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
    yield { name: path, content: inParts(rowLines(recordLines(db, part, kind))) }
    yield { name: path.replace(/jsonl$/, 'csv'), content: inParts(tableLines(db, part, kind)) }
  }
  yield text(paths.result, await resultFile(source))
  const authors = inParts(authorLines(db, part.log))
  const begin = await authors.next()
  if (!begin.done) yield { name: paths.authors, content: resumed(begin.value, authors) }
  yield text(paths.checkpoint, part.checkpoint)
  yield { name: paths.lines, content: inParts(lineLines(allLines(db, part))) }
  yield* bundles(db, part)
  yield* files(source)
}

const text = (name: string, content: string): ZipEntry => ({ name, content: Buffer.from(content) })

async function callFile({ db, call, part, origin }: ExportSource): Promise<string> {
  const rules = await rulesByDigest(db, part.log)
  const versions = []
  for await (const line of recordLines(db, part, 'call')) {
    versions.push(rulesVersion(line, rules.get(String(line.counted.record.rules))))
  }
  return canonicalJson({ facts: await callFacts(db, call, origin, part.now), versions })
}

async function resultFile({ db, part }: ExportSource): Promise<string> {
  const published = await publishedResults(db, part.log)
  const results = []
  for await (const line of recordLines(db, part, 'result')) {
    results.push(resultRow(line, published.get(`${line.counted.step} ${line.counted.record.version}`)!))
  }
  return canonicalJson({ results })
}

async function* rowLines(lines: AsyncIterable<ListedLine>): AsyncGenerator<string> {
  for await (const line of lines) yield `${canonicalJson(exportRow(line, line.current))}\n`
}

async function* tableLines(db: Db, part: LogPart, kind: string): AsyncGenerator<string> {
  const columns = companionColumns(await listFields(db, part, kind))
  yield companionHead(columns)
  for await (const line of recordLines(db, part, kind))
    yield companionLine(exportRow(line, line.current), columns)
}

async function* lineLines(lines: AsyncIterable<ListedLine>): AsyncGenerator<string> {
  for await (const line of lines) yield `${canonicalJson(exportLine(line))}\n`
}

/** The leaves, a bundle of 256 a file. */
async function* bundles(db: Db, part: LogPart): AsyncGenerator<ZipEntry> {
  let leaves: Uint8Array[] = []
  let index = 0
  const bundle = (): ZipEntry => ({
    name: paths.ledger + tilePath({ level: 'entries', index, width: leaves.length }),
    content: encodeEntries(leaves)
  })
  for await (const { sequence, commitment } of allLines(db, part)) {
    leaves.push(leafBytes({ log: part.log, sequence, commitment }))
    if (leaves.length < TILE_WIDTH) continue
    yield bundle()
    leaves = []
    index += 1
  }
  if (leaves.length > 0) yield bundle()
}

/** Who is named beside contributions now: as pages show it, and not under the log, so that a name can be taken back. */
async function* authorLines(db: Db, callId: string): AsyncGenerator<string> {
  const pageSize = 2_000
  for (
    let after: [string, string] | null = [
      '00000000-0000-0000-0000-000000000000',
      '00000000-0000-0000-0000-000000000000'
    ];
    after;
  ) {
    const rows: { contribution: string; participant_id: string; name: string | null }[] = await db.query(sql`
      select a.contribution_id as contribution, a.participant_id, coalesce(p.name, o.name) as name
      from contribution_authors a
      join contributions c using (call_id, contribution_id)
      join participants p on p.call_id = a.call_id and p.participant_id = a.participant_id
      left join participants o on o.call_id = p.call_id and o.participant_id = p.linked_to
      where a.call_id = ${callId} and c.state = 'published' and (a.contribution_id, a.participant_id) > (${after[0]}::uuid, ${after[1]}::uuid)
      order by a.contribution_id, a.participant_id limit ${pageSize}`)
    for (const { contribution, name } of rows)
      if (name !== null) yield `${canonicalJson({ contribution, name })}\n`
    const last = rows.at(-1)
    after = last && rows.length === pageSize ? [last.contribution, last.participant_id] : null
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

/** Bytes in parts of some size: one line a part would cost more than the packing. */
async function* inParts(lines: AsyncIterable<string>): AsyncGenerator<Buffer> {
  const partSize = 64 * 1_024
  let gathered: string[] = []
  let size = 0
  for await (const line of lines) {
    gathered.push(line)
    size += line.length
    if (size < partSize) continue
    yield Buffer.from(gathered.join(''))
    gathered = []
    size = 0
  }
  if (gathered.length > 0) yield Buffer.from(gathered.join(''))
}
