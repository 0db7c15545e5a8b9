import { LineCounter, isAlias, isMap, isNode, isPair, isScalar, parseDocument, visit } from 'yaml'
import type { Document, ParsedNode } from 'yaml'
import { callFields } from '../../call/input.ts'
import type { CallFields } from '../../call/input.ts'
import type { Methods } from '../../door/act.ts'
import { problemsOf } from '../../door/problems.ts'
import type { Problem } from '../../door/refusal.ts'
import { callFileShape } from './call-file-shape.ts'
import type { CallFileText } from './call-file-shape.ts'
import { readTime } from './local-time.ts'

/** A call as it stands in a file. */
export interface CallFile {
  readonly slug: string
  readonly fields: CallFields
}

/** A problem with its place in the file, from 1. */
export interface FileProblem extends Problem {
  readonly line: number
  readonly column: number
}

/** All that is wrong with a call file, in the order of its lines. */
export class CallFileError extends Error {
  readonly problems: readonly FileProblem[]
  constructor(problems: readonly FileProblem[]) {
    super(problems.map(({ line, column, path, code }) => `${line}:${column} ${path} ${code}`).join('\n'))
    this.name = 'CallFileError'
    this.problems = problems
  }
}

/** More than any call that keeps the limits of its fields. */
const mostCharacters = 1_000_000

/**
 * Reads a call file (YAML 1.2, or JSON). Unknown keys, repeated keys, anchors and tags are refused; durations count from
 * `now`.
 *
 * @throws CallFileError with every problem that could be found, each with line and column.
 */
export function readCallFile(text: string, { methods, now }: { methods: Methods; now: Date }): CallFile {
  if (text.length > mostCharacters)
    throw new CallFileError([
      { line: 1, column: 1, path: '', code: 'too-long', limits: { most: mostCharacters } }
    ])
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true })
  refuseSyntax(document, lines)
  const fail = (problems: readonly Problem[]) => {
    if (problems.length > 0) throw new CallFileError(placed(problems, document, lines))
  }
  const parsed = callFileShape.safeParse(document.toJS({ maxAliasCount: 0 }) ?? {}, { reportInput: true })
  if (!parsed.success) fail(problemsOf(parsed.error))
  const { file, problems } = resolveTimes(parsed.data!, now)
  fail([...problems, ...checkMethods(file.fields, methods)])
  return { slug: file.slug, fields: withSettings(file.fields, methods) }
}

function refuseSyntax(document: Document.Parsed, lines: LineCounter): void {
  const problems = [...document.errors, ...document.warnings].map(({ code, pos, message }): FileProblem => {
    const { line, col } = lines.linePos(pos[0])
    const known = { DUPLICATE_KEY: 'repeated-key', TAG_RESOLVE_FAILED: 'tag-refused' }[code as string]
    return { line, column: col, path: '', code: known ?? 'not-yaml', limits: { reason: message } }
  })
  visit(document, {
    Node: (_, node) => {
      // Together they could make a short file an endless one; and what stands in one place is easier to read.
      if (!isAlias(node) && !(isNode(node) && 'anchor' in node && node.anchor)) return
      const { line, col } = lines.linePos(node.range![0])
      problems.push({ line, column: col, path: '', code: 'anchor-refused' })
    }
  })
  if (problems.length > 0) throw new CallFileError(problems)
}

/** Moments for the texts: openings first, closings after them, the answer last. */
function resolveTimes(text: CallFileText, now: Date): { file: CallFile; problems: Problem[] } {
  const problems: Problem[] = []
  const { slug, ...rest } = text
  const read = (path: string, written: string | null, base: Date): Date | null => {
    if (written === null) return null
    const time = readTime(written, text.timeZone, base)
    if (time.ok) return time.at
    const { ok: _, code, ...limits } = time
    problems.push({ path, code, limits })
    return null
  }
  const times = text.steps.map((step, n) => {
    const opensAt = read(`steps.${n}.opensAt`, step.opensAt, now)
    return { opensAt, closesAt: read(`steps.${n}.closesAt`, step.closesAt, opensAt ?? now) }
  })
  const closes = times.flatMap(({ closesAt }) => closesAt ?? [])
  const lastClose = closes.reduce((last, close) => (close > last ? close : last), now)
  const isDay = text.answerOn === null || callFields.shape.answerOn.safeParse(text.answerOn).success
  const answer = isDay
    ? null
    : read('answerOn', text.answerOn!.startsWith('P') ? text.answerOn : '', lastClose)
  const steps = text.steps.map((step, n) => ({
    ...step,
    opensAt: times[n]!.opensAt?.toISOString() ?? null,
    closesAt: times[n]!.closesAt?.toISOString() ?? null
  }))
  const fields: CallFields = {
    ...rest,
    languages: text.languages ?? [text.language],
    answerOn: isDay ? text.answerOn : answer && dayIn(answer, text.timeZone),
    steps
  }
  return { file: { slug, fields }, problems }
}

const dayIn = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at)

function checkMethods({ steps }: CallFields, methods: Methods): Problem[] {
  const slugs = new Set<string>()
  return steps.flatMap((step, n): Problem[] => {
    const path = `steps.${n}`
    const problems: Problem[] = []
    if (slugs.has(step.slug)) problems.push({ path: `${path}.slug`, code: 'taken' })
    slugs.add(step.slug)
    if (step.opensAt && step.closesAt && step.opensAt >= step.closesAt)
      problems.push({ path: `${path}.closesAt`, code: 'before-it-opens' })
    const method = methods.get(step.method)
    if (!method)
      return [
        ...problems,
        {
          path: `${path}.method`,
          code: 'unknown-method',
          limits: { choices: [...methods.keys()].join(', ') }
        }
      ]
    const parsed = method.settings.safeParse(step.settings, { reportInput: true })
    return parsed.success ? problems : [...problems, ...problemsOf(parsed.error, `${path}.settings`)]
  })
}

/** Settings as the method completes them. */
function withSettings(fields: CallFields, methods: Methods): CallFields {
  const steps = fields.steps.map(step => ({
    ...step,
    settings: methods.get(step.method)!.settings.parse(step.settings)
  }))
  return { ...fields, steps }
}

/** Each problem at the place it is about: an unknown key at the key, a missing one at what lacks it. */
function placed(problems: readonly Problem[], document: Document.Parsed, lines: LineCounter): FileProblem[] {
  return problems
    .map(problem => {
      const at = offsetOf(document, problem)
      const { line, col } = lines.linePos(at)
      return { ...problem, line, column: col }
    })
    .sort((a, b) => a.line - b.line || a.column - b.column)
}

function offsetOf(document: Document.Parsed, { path, code }: Problem): number {
  let node = document.contents as ParsedNode | null
  let offset = node?.range[0] ?? 0
  for (const segment of path.split('.').filter(Boolean)) {
    const pair = isMap(node)
      ? node.items.find(item => isPair(item) && isScalar(item.key) && item.key.value === segment)
      : undefined
    const isKey = pair && code === 'unknown-key'
    const next = pair
      ? (pair.value as ParsedNode | null)
      : isMap(node)
        ? null
        : ((node && 'get' in node ? node.get(Number(segment), true) : null) as ParsedNode | null)
    if (pair && (isKey || !next)) offset = (pair.key as ParsedNode).range[0]
    if (!next) break
    node = next
    if (!isKey) offset = next.range[0]
  }
  return offset
}
