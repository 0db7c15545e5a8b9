import type { IncomingMessage } from 'node:http'
import { Refusal } from '../core/door/refusal.ts'
import { findBrokenText } from './broken-text.ts'
import { findJsonFault } from './json-fault.ts'
import { readBytes } from './read-bytes.ts'
import { RequestProblem } from './request-problem.ts'

/** Bodies are texts and settings; files come by another way. */
const mostBytes = 1_048_576

/** Nothing we take is nested deeper than a map's area, which needs a dozen levels. */
const deepest = 32

export type JsonObject = Record<string, unknown>

/**
 * The JSON object in the body of a request, or nothing when it has no body.
 *
 * @throws RequestProblem for what is not JSON in UTF-8, too large or too deep; Refusal `invalid` for JSON that is no
 *   object or holds texts that no text can be.
 */
export async function readJson(request: IncomingMessage): Promise<JsonObject | undefined> {
  const bytes = await readBytes(request, mostBytes)
  if (bytes.length === 0) return undefined
  checkType(request.headers['content-type'])
  const text = decode(bytes)
  if (depthOf(text) > deepest) {
    throw new RequestProblem('malformed', `The JSON is nested deeper than ${deepest} levels.`)
  }
  return checked(parse(text), text)
}

/** A form of another site can send every type but this one without asking first. */
export function checkType(type: string | undefined): void {
  if (type !== undefined && /^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i.test(type)) return
  throw new RequestProblem(
    'not-json',
    `Send the body as JSON, with the header "Content-Type: application/json"${type ? `, not "${type.slice(0, 100)}"` : ''}.`
  )
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new RequestProblem('malformed', 'The body is not text in UTF-8.')
  }
}

/** How deep the brackets of a JSON text go; texts in quotes are passed over. */
function depthOf(text: string): number {
  let depth = 0
  let most = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) at = endOfString(text, at)
    else if (code === 0x7b || code === 0x5b) most = Math.max(most, ++depth)
    else if (code === 0x7d || code === 0x5d) depth -= 1
  }
  return most
}

function endOfString(text: string, from: number): number {
  let at = from + 1
  while (at < text.length && text.charCodeAt(at) !== 0x22) at += text.charCodeAt(at) === 0x5c ? 2 : 1
  return at
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const fault = findJsonFault(text)
    const place = fault
      ? `at line ${fault.line}, column ${fault.column}: expected ${fault.expected}`
      : 'somewhere in it'
    throw new RequestProblem('malformed', `The body is not JSON; the fault is ${place}.`)
  }
}

/** NUL and halves of surrogate pairs can only be written as escapes, so most bodies need no walk. */
const suspicious = /\\u(?:0000|[dD][89a-fA-F])/

function checked(value: unknown, text: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal('invalid', {
      problems: [{ path: '', code: 'wrong-type', limits: { expected: 'object' } }]
    })
  }
  const broken = suspicious.test(text) ? findBrokenText(value) : undefined
  if (broken !== undefined) {
    throw new Refusal('invalid', { problems: [{ path: broken, code: 'control-characters' }] })
  }
  return value as JsonObject
}
