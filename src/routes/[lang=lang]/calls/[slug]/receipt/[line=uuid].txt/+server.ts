import { seeReceipt } from '../../../receipt.server.ts'
import { seeCall } from '../../../seen-call.server.ts'
import type { RequestHandler } from './$types'

/** The receipt as a file to keep. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const call = await seeCall(locals, params.slug)
  const { text } = await seeReceipt(locals, call.callId, params.line)
  return new Response(text, {
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="receipt-${params.slug}.txt"`,
      'cache-control': 'private, no-store'
    }
  })
}
