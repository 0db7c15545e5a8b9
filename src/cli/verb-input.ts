import { parseArgs } from 'node:util'
import { readRoute } from '../api/route.ts'
import { typedTexts, typesOf } from '../api/typed-text.ts'
import type { Schema } from '../api/typed-text.ts'
import { UsageError } from './command.ts'
import { findPlace, listFlags } from './flag-path.ts'
import { nearest } from './nearest.ts'

/** What a command line asks of an act or a view. */
export interface VerbWish {
  readonly input: Record<string, unknown>
  readonly output: 'json' | 'table' | undefined
  readonly key: string | undefined
}

/** Flags that are about the command itself, not about the input. */
const ownFlags = ['json', 'output', 'key'] as const

/**
 * Reads the flags of an act or a view by its input's schema. Words without a flag fill the parameters of its path, in order.
 * `readIn` is asked for the text that `--json -` means.
 */
export async function readVerb(
  definition: { readonly name: string; readonly http: string },
  schema: Schema,
  args: readonly string[],
  readIn: () => Promise<string>
): Promise<VerbWish> {
  const { values, positionals } = parse(definition.name, schema, args)
  const input = await readBase(values.get('json')?.at(-1), readIn)
  for (const [n, word] of positionals.entries()) {
    const name = readRoute(definition.http).params[n]
    if (name === undefined)
      throw new UsageError(
        `"${word}" is one word too many: write --flag ${word}, or quote words that belong together.`
      )
    input[name] = word
  }
  for (const [flag, texts] of values) {
    if ((ownFlags as readonly string[]).includes(flag)) continue
    const place = findPlace(schema, flag)!
    setAt(input, place.path, valueOf(place.schema, texts))
  }
  return { input, output: readOutput(values.get('output')?.at(-1)), key: values.get('key')?.at(-1) }
}

function parse(name: string, schema: Schema, args: readonly string[]) {
  const flags = new Set(args.filter(arg => /^--[^=-]/.test(arg)).map(arg => arg.slice(2).split('=', 1)[0]!))
  const options: Record<string, { type: 'string' | 'boolean'; multiple: true }> = {}
  for (const flag of [...flags, ...ownFlags]) {
    const isOwn = (ownFlags as readonly string[]).includes(flag)
    const place = isOwn ? undefined : findPlace(schema, flag)
    if (!isOwn && !place) throw new UsageError(unknownFlag(name, schema, flag))
    // A truth value may stand alone (`--public`) or be said (`--public=false`).
    const standsAlone =
      place !== undefined && isTruthValue(place.schema) && !args.some(arg => arg.startsWith(`--${flag}=`))
    options[flag] = { type: standsAlone ? 'boolean' : 'string', multiple: true }
  }
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
    const values = Object.entries(parsed.values) as [string, (string | boolean)[]][]
    return {
      values: new Map(values.map(([flag, texts]) => [flag, texts.map(String)])),
      positionals: parsed.positionals
    }
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

function unknownFlag(name: string, schema: Schema, flag: string): string {
  const close = nearest(
    flag,
    listFlags(schema).map(one => one.flag)
  )
  const hint = close ? ` Perhaps: --${close}.` : ''
  return `\`mozaika ${name.replace('.', ' ')}\` has no flag --${flag}.${hint} All flags: mozaika help ${name.replace('.', ' ')}`
}

async function readBase(
  json: string | undefined,
  readIn: () => Promise<string>
): Promise<Record<string, unknown>> {
  if (json === undefined) return {}
  const text = json === '-' ? await readIn() : json
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>
  } catch (error) {
    throw new UsageError(`--json is not JSON: ${(error as Error).message}`)
  }
  throw new UsageError('--json must be an object, such as --json \'{"limit": 5}\'')
}

/** One text that is a whole JSON list is that list; otherwise each text is one entry. */
function valueOf(schema: Schema, texts: readonly string[]): unknown {
  if (texts.length === 1 && texts[0]!.startsWith('[') && typesOf(schema).has('array')) {
    try {
      return JSON.parse(texts[0]!) as unknown
    } catch {
      // Falls through: a text that begins with a bracket.
    }
  }
  return typedTexts(schema, texts)
}

function setAt(root: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let at = root
  for (const [n, key] of path.slice(0, -1).entries()) {
    const next = at[key]
    if (typeof next !== 'object' || next === null) at[key] = /^\d+$/.test(path[n + 1]!) ? [] : {}
    at = at[key] as Record<string, unknown>
  }
  at[path.at(-1)!] = value
}

const isTruthValue = (schema: Schema): boolean => {
  const types = typesOf(schema)
  return types.has('boolean') && !types.has('string')
}

function readOutput(text: string | undefined): 'json' | 'table' | undefined {
  if (text === undefined || text === 'json' || text === 'table') return text
  throw new UsageError(`--output is json or table, not "${text}".`)
}
