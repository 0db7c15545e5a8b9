import { findCertificateView } from '../../../core/credit/views.ts'
import type { CertificateFacts } from '../../../core/credit/certificate.ts'
import { seeCall } from './seen-call.server.ts'
import type { SeenCall } from './seen-call.server.ts'

interface SeenCertificate {
  readonly call: SeenCall
  /** Null where the signature does not fit. */
  readonly facts: CertificateFacts | null
  readonly note: string
  readonly key: string
}

/** A certificate at its address. @throws {Refusal} `not-found`, or `gone` where its holder was erased. */
export async function seeCertificate(
  locals: App.Locals,
  { slug, certificate }: { readonly slug: string; readonly certificate: string }
): Promise<SeenCertificate> {
  const call = await seeCall(locals, slug)
  const { app, who } = locals
  const seen = await app.look(findCertificateView, who, { callId: call.callId, certificateId: certificate })
  return { call, ...seen }
}
