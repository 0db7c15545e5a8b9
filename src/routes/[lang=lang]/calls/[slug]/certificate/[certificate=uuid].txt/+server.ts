import { seeCertificate } from '../../../certificate.server.ts'
import type { RequestHandler } from './$types'

/** The signed text: a note that any checker of C2SP notes opens with the key of the ledger. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { note } = await seeCertificate(locals, params)
  return new Response(note, {
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="certificate-${params.slug}.txt"`,
      'cache-control': 'private, no-store'
    }
  })
}
