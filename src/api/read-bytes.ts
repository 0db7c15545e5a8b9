import type { IncomingMessage } from 'node:http'
import { RequestProblem } from './request-problem.ts'

/**
 * The body of a request, at most `most` bytes of it. What announces itself as larger is not read at all; what turns out
 * to be is read no further.
 */
export async function readBytes(request: IncomingMessage, most: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > most) throw tooLarge(most)
  const chunks: Buffer[] = []
  let size = 0
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= most) chunks.push(chunk)
      // The rest is let through unread, so that the sender stays to hear the answer.
      else reject(tooLarge(most))
    })
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
    request.on('error', () =>
      reject(new RequestProblem('malformed', 'The body ended before its announced length.'))
    )
  })
}

const tooLarge = (most: number) =>
  new RequestProblem(
    'too-large',
    `The body is larger than ${most / 1024} KiB, which is the most that is read.`
  )
