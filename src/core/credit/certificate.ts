import { z } from 'zod'
import { canonicalJson } from '../ledger/canonical.ts'
import { openNote, signNote } from '../ledger/signed-note.ts'
import type { NoteSigner, NoteVerifier } from '../ledger/signed-note.ts'
import { language } from '../text/schema.ts'

const fact = z.strictObject({
  title: z.string(),
  status: z.enum(['open', 'under-study', 'accepted', 'partly-accepted', 'declined', 'done']),
  link: z.string()
})

/** What a certificate says. Every figure can be looked up by its links. */
export const certificateFacts = z.strictObject({
  format: z.literal('mozaika-certificate/1'),
  id: z.uuid(),
  language,
  name: z.string(),
  question: z.string(),
  organisation: z.string(),
  call: z.string(),
  contributions: z.array(fact),
  /** Of all contributions, also of those that are not listed. */
  count: z.int(),
  milestones: z.array(z.strictObject({ title: z.string(), state: z.string(), link: z.string() })),
  comments: z.int(),
  responses: z.int(),
  issuedAt: z.iso.datetime()
})
export type CertificateFacts = z.output<typeof certificateFacts>

/** Signs a certificate: one line of canonical JSON as a signed note (C2SP), by the key that signs the ledger. */
export const signCertificate = (facts: CertificateFacts, signer: NoteSigner): string =>
  signNote(`${canonicalJson(facts)}\n`, signer)

/** Reads a certificate; nothing where the note, its signature or its text is not right. */
export function openCertificate(
  note: string,
  verifiers: readonly NoteVerifier[]
): CertificateFacts | undefined {
  const opened = openNote(note, verifiers)
  if (!opened.ok) return undefined
  try {
    return certificateFacts.safeParse(JSON.parse(opened.text)).data
  } catch {
    return undefined
  }
}
