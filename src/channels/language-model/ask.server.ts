import type { Ask, Answered, AskProblem } from '../../core/theme/draft.ts'
import type { LanguageModelConfig } from '../../config.ts'

interface Options {
  /** For the whole of it: connecting, sending, thinking, reading the answer. */
  readonly timeoutMs?: number
}

const minuteMs = 60_000
const mostSentBytes = 256 * 1024
const mostReadBytes = 256 * 1024

/**
 * Asks a language model, once a call. Never rejects for what the network or the other side does. Of what it says about an
 * error nothing is kept: it may repeat what was sent.
 */
export function createAsk(
  { url, key, model }: LanguageModelConfig,
  { timeoutMs = minuteMs }: Options = {}
): Ask {
  return async (messages, stop) => {
    const body = JSON.stringify({ model, messages, response_format: { type: 'json_object' }, stream: false })
    if (Buffer.byteLength(body) > mostSentBytes) return failed('too-long')
    const late = AbortSignal.timeout(timeoutMs)
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          'user-agent': 'Mozaika/1',
          ...(key ? { authorization: `Bearer ${key}` } : {})
        },
        body,
        // Where a redirect points to was not chosen by the operator, and the key would go along.
        redirect: 'manual',
        signal: AbortSignal.any([late, stop])
      })
      if (!answer.ok) {
        await answer.body?.cancel()
        return failed(problemOf(answer.status))
      }
      const text = await readWithin(answer, mostReadBytes)
      return text === undefined ? failed('too-long') : contentOf(text)
    } catch {
      return failed(stop.aborted ? 'stopped' : late.aborted ? 'timed-out' : 'not-reached')
    }
  }
}

const failed = (problem: AskProblem): Answered => ({ ok: false, problem })

function problemOf(status: number): AskProblem {
  if (status === 401 || status === 403) return 'not-let-in'
  if (status === 408 || status === 429 || status >= 500) return 'busy'
  return 'refused'
}

/** The text of an answer; nothing when it is longer than that, and then the rest is not read. */
async function readWithin(answer: Response, mostBytes: number): Promise<string | undefined> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of answer.body ?? []) {
    bytes += part.byteLength
    if (bytes > mostBytes) return undefined
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** What the model said: `choices[0].message.content`. */
function contentOf(text: string): Answered {
  try {
    const answer = JSON.parse(text) as { choices?: { message?: { content?: unknown } }[] } | null
    const content = answer?.choices?.[0]?.message?.content
    if (typeof content === 'string') return { ok: true, text: content }
  } catch {
    // Falls through: whatever it is, it is no answer of a chat.
  }
  return failed('not-understood')
}
