import type { IncomingMessage, ServerResponse } from 'node:http'
import { stopLetters } from '../core/notification/acts.ts'
import type { App } from '../app.ts'

/** Where mail programs knock to stop letters (RFC 8058): the address of a letter's `List-Unsubscribe` head. */
export const oneClickPath = '/api/letters'

/**
 * One click in a mail program. It brings neither cookies nor an origin, so the key in the address is all that counts; its
 * body says only that it is a click, and is not read. Looking at the address changes nothing: mail scanners do that.
 */
export async function stopByClick(
  app: App,
  req: IncomingMessage,
  res: ServerResponse,
  address: string
): Promise<void> {
  req.resume()
  const { searchParams } = new URL(req.url!, app.config.origin)
  if (req.method !== 'POST') {
    res.writeHead(303, { location: `/letters?${searchParams}`, 'cache-control': 'no-store' }).end()
    return
  }
  const callId = searchParams.get('call')
  await app.perform(
    stopLetters,
    { kind: 'guest', personId: null, address },
    {
      personId: searchParams.get('person'),
      key: searchParams.get('key'),
      ...(callId ? { callId } : {})
    }
  )
  res
    .writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
    .end('Stopped.\n')
}
