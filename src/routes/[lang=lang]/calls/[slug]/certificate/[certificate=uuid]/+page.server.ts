import { onServer } from '../../../../../on-server.ts'
import { seeCertificate } from '../../../certificate.server.ts'
import { headOf } from '../../../seen-call.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const { call, facts, note, key } = await seeCertificate(locals, params)
  return {
    hue: call.organisation.accent,
    page: onServer({ head: headOf(call), id: params.certificate, facts, note, key })
  }
}
