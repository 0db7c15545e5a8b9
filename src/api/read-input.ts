import { Refusal } from '../core/door/refusal.ts'
import type { Problem } from '../core/door/refusal.ts'
import { isBroken } from './broken-text.ts'
import type { JsonObject } from './read-json.ts'
import { RequestProblem } from './request-problem.ts'
import { typedTexts } from './typed-text.ts'
import type { Schema } from './typed-text.ts'

/**
 * One input from a path and a body or a query. A parameter of the path may be said again in the body, but not
 * otherwise; what else is wrong with the input is for its strict schema to say.
 */
export function mergeInput(
  params: Readonly<Record<string, string>>,
  rest: JsonObject | undefined
): JsonObject {
  const problems: Problem[] = []
  for (const [name, value] of Object.entries(params)) {
    if (isBroken(value)) problems.push({ path: name, code: 'control-characters' })
    else if (rest && Object.hasOwn(rest, name) && rest[name] !== value) {
      problems.push({ path: name, code: 'differs-from-path' })
    }
  }
  if (problems.length > 0) throw new Refusal('invalid', { problems })
  return { ...rest, ...params }
}

/** A query as an input: a key given several times is a list, and texts become what the schema wants. */
export function readQuery(query: string, schemaOf: () => Schema): JsonObject {
  if (query === '') return {}
  const texts = new Map<string, string[]>()
  for (const part of query.split('&')) {
    if (part === '') continue
    const equals = part.indexOf('=')
    const key = decode(equals < 0 ? part : part.slice(0, equals))
    const value = equals < 0 ? '' : decode(part.slice(equals + 1))
    const known = texts.get(key)
    if (known) known.push(value)
    else texts.set(key, [value])
  }
  const properties = schemaOf().properties ?? {}
  return Object.fromEntries(
    [...texts].map(([key, values]) => [
      key,
      Object.hasOwn(properties, key) ? typedTexts(properties[key]!, values) : values[0]
    ])
  )
}

function decode(text: string): string {
  let decoded: string
  try {
    decoded = decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw new RequestProblem('malformed', `The query has a wrong percent escape in "${text.slice(0, 60)}".`)
  }
  if (isBroken(decoded)) {
    throw new RequestProblem('malformed', 'The query holds a character that no text can have (NUL).')
  }
  return decoded
}
