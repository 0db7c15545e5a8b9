import { equalBytes, toHex } from '../bytes.ts'
import type { JsonObject } from '../canonical.ts'
import { companionCsv } from '../companion.ts'
import { sha256 } from '../sha256.ts'
import { parseTilePath } from '../tiles.ts'
import { paths } from './export-shape.ts'
import type { ExportRow } from './export-shape.ts'
import type { Findings, Unknown } from './findings.ts'
import type { Export, ExportFiles } from './read-export.ts'

const companions = [
  { file: 'contributions.csv', of: 'contributions' },
  { file: 'responses.csv', of: 'responses' }
] as const

/** The companion tables say what the records say. Not asked while records are known to be changed. */
export function checkCompanions(read: Export, findings: Findings): void {
  for (const { file, of } of companions) {
    const bytes = read.files.get(file)
    if (bytes && !equalBytes(bytes, Buffer.from(companionCsv(read[of]))))
      findings.add('companion-changed', { file })
  }
}

/** Each file handed in is there, is what its name says, and belongs to a record. */
export function checkFiles({ files, contributions, responses }: Export, findings: Findings): Unknown[] {
  const named = new Set([...contributions, ...responses].flatMap(digestsIn))
  const present = new Set<string>()
  for (const [file, bytes] of files) {
    if (!file.startsWith(paths.files)) continue
    const digest = file.slice(paths.files.length).replace(/\.[a-z0-9]+$/, '')
    present.add(digest)
    if (!named.has(digest)) findings.add('file-added', { file })
    else if (toHex(sha256(bytes)) !== digest) findings.add('file-edited', { file })
  }
  for (const digest of named)
    if (!present.has(digest)) findings.add('file-missing', { file: paths.files + digest })
  return uncovered(files)
}

/** Files that nothing in the log vouches for. */
function uncovered(files: ExportFiles): Unknown[] {
  const { authors: _, ...covered } = paths
  const known = new Set<string>([...Object.values(covered), ...companions.map(({ file }) => file)])
  const others = [...files.keys()].filter(
    file => !known.has(file) && !file.startsWith(paths.files) && !isBundle(file)
  )
  return others.length > 0
    ? [{ code: 'files-not-covered', detail: { files: others.sort().slice(0, 50) } }]
    : []
}

function isBundle(file: string): boolean {
  return file.startsWith(paths.ledger) && parseTilePath(file.slice(paths.ledger.length))?.level === 'entries'
}

function digestsIn({ counted, personal }: ExportRow): string[] {
  return [counted, personal].flatMap(part => filesOf(part ?? {}))
}

function filesOf({ files }: JsonObject): string[] {
  if (!Array.isArray(files)) return []
  return files.flatMap(file => {
    const digest = (file as JsonObject | null)?.sha256
    return typeof digest === 'string' ? [digest] : []
  })
}
