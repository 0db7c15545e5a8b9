import { Refusal } from '#lib/core/door/refusal.ts'
import { seeCertificate } from '../../../certificate.server.ts'
import { drawCertificate } from '../draw-certificate.server.ts'
import type { RequestHandler } from './$types'

/** The certificate as a page to print, in the language it was asked for in. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const { facts } = await seeCertificate(locals, params)
  if (!facts) throw new Refusal('not-found')
  const address = `${locals.app.config.origin}${url.pathname.replace(/\.pdf$/, '')}`
  const pdf = await drawCertificate(facts, address, locals.lang)
  return new Response(new Uint8Array(pdf), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="certificate-${params.slug}.pdf"`,
      'cache-control': 'private, no-store'
    }
  })
}
