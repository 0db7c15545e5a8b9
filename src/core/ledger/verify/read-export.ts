import type { z } from 'zod'
import { toText } from '../bytes.ts'
import { canonicalJson } from '../canonical.ts'
import { callShape, lineShape, manifestShape, paths, resultShape, rowShape } from './export-shape.ts'
import type { CallFile, ExportLine, ExportRow, Manifest, ResultRow } from './export-shape.ts'
import type { Findings } from './findings.ts'

export type ExportFiles = ReadonlyMap<string, Uint8Array>

/** An export, read but not believed. What could not be read is left out and has a finding. */
export interface Export {
  readonly files: ExportFiles
  readonly manifest: Manifest | undefined
  readonly call: CallFile
  readonly contributions: readonly ExportRow[]
  readonly responses: readonly ExportRow[]
  readonly results: readonly ResultRow[]
  readonly lines: readonly ExportLine[]
  readonly checkpoint: string | undefined
}

/** Reads the files of an export. */
export function readExport(files: ExportFiles, findings: Findings): Export {
  const reader = { files, findings }
  return {
    files,
    manifest: readJson(reader, paths.manifest, manifestShape),
    call: readJson(reader, paths.call, callShape) ?? { facts: {}, versions: [] },
    contributions: readJsonLines(reader, paths.contributions, rowShape),
    responses: readJsonLines(reader, paths.responses, rowShape),
    results: readJson(reader, paths.result, resultShape)?.results ?? [],
    lines: readJsonLines(reader, paths.lines, lineShape),
    checkpoint: readText(reader, paths.checkpoint)
  }
}

interface Reader {
  readonly files: ExportFiles
  readonly findings: Findings
}

function readText({ files, findings }: Reader, file: string): string | undefined {
  const bytes = files.get(file)
  if (bytes === undefined) {
    findings.add('file-missing', { file })
    return undefined
  }
  const text = toText(bytes)
  if (text === undefined) findings.add('malformed', { file }, { reason: 'not-utf-8' })
  return text
}

function readJson<Shape extends z.ZodType>(
  reader: Reader,
  file: string,
  shape: Shape
): z.infer<Shape> | undefined {
  const text = readText(reader, file)
  return text === undefined ? undefined : parse(reader, shape, text.replace(/\n$/, ''), { file })
}

function readJsonLines<Shape extends z.ZodType>(
  reader: Reader,
  file: string,
  shape: Shape
): z.infer<Shape>[] {
  const text = readText(reader, file)
  if (!text) return []
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines.flatMap((line, i) => {
    const value = parse(reader, shape, line, { file, line: i + 1 })
    return value === undefined ? [] : [value]
  })
}

/**
 * Reads one JSON text. Text that is not canonical is read all the same, so that what was changed can be named, but it
 * is a finding: with a repeated key two readers would see two values.
 */
function parse<Shape extends z.ZodType>(
  { findings }: Reader,
  shape: Shape,
  text: string,
  where: { file: string; line?: number }
): z.infer<Shape> | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    findings.add('malformed', where, { reason: 'not-json' })
    return undefined
  }
  const parsed = shape.safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    findings.add('malformed', where, { reason: 'shape', path: issue?.path.join('.') ?? '' })
    return undefined
  }
  if (!isCanonical(value, text)) findings.add('not-canonical', where)
  // What was parsed is JSON already; the shape only vouches for its form.
  return value as z.infer<Shape>
}

function isCanonical(value: unknown, text: string): boolean {
  try {
    return canonicalJson(value) === text
  } catch {
    return false
  }
}
