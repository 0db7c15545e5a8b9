import { z } from 'zod'
import type { Tx } from '../../db/sql.server.ts'
import { listFrames } from '../call/store.server.ts'
import { defineAct } from '../door/act.ts'
import { newId } from '../door/id.ts'
import { invalid, Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { ledgerSigner } from '../ledger/key.server.ts'
import { findOwnParts } from '../participant/store.server.ts'
import { listOwnIds, lockPerson } from '../person/store.server.ts'
import type { Person } from '../person/store.server.ts'
import { language, lineOfText, optionalText } from '../text/schema.ts'
import { signCertificate } from './certificate.ts'
import { countCertificates, findDeeds, insertCertificate } from './certificate.server.ts'
import { hideProfileCall, keepProfile } from './profile.server.ts'

/** Addresses that pages of ours have or may have. */
const reserved = new Set(['new', 'me', 'all', 'admin', 'mozaika'])

export const profileSlug = z
  .string()
  .min(2)
  .max(40)
  .regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/)

export const editProfile = defineAct({
  name: 'profile.edit',
  title: 'Make or change a page of your own: under any name, shown only if you want',
  http: 'PUT /me/profile',
  scope: null,
  perMinute: 20,
  identifies: false,
  input: z.strictObject({
    slug: profileSlug,
    name: lineOfText(80),
    about: optionalText(2_000).default(''),
    isPublic: z.boolean().default(false),
    isFindable: z.boolean().default(false)
  }),
  load: loadAccount,
  may: (who, { personId }) => who.personId === personId,
  run: async ({ tx }, { personId }, input) => {
    if (reserved.has(input.slug)) throw invalid('slug', 'taken')
    if (!(await keepProfile(tx, { personId, ...input })))
      throw new Refusal('name-taken', { problems: [{ path: 'slug', code: 'taken' }] })
    return { slug: input.slug, isPublic: input.isPublic }
  },
  // A page of one's own is one's own: what it shows is public already, that it is one person's is not.
  lines: () => []
})

export const hideCallOnProfile = defineAct({
  name: 'profile.hide-call',
  title: 'Leave what you did in one call off the page of your own, or put it back',
  http: 'PUT /me/profile/calls/{callId}',
  scope: null,
  perMinute: 60,
  identifies: false,
  input: z.strictObject({ callId: z.uuid(), isHidden: z.boolean() }),
  load: async (tx, { callId }, who) => {
    const person = await loadAccount(tx, {}, who)
    if (!(await listFrames(tx, [callId])).get(callId)?.openedAt) throw new Refusal('not-found')
    return person
  },
  may: (who, { personId }) => who.personId === personId,
  run: async ({ tx }, { personId }, { callId, isHidden }) => {
    await hideProfileCall(tx, personId, callId, isHidden)
    return { callId, isHidden }
  },
  lines: () => []
})

/** So many of one call: each says what holds on its day, so a later one may say more. */
const mostCertificates = 20

export const issueCertificate = defineAct({
  name: 'certificate.issue',
  title: 'Get a signed certificate of what you did in a call; whoever has its address can check it',
  http: 'POST /calls/{callId}/certificates',
  scope: null,
  perMinute: 10,
  identifies: false,
  input: z.strictObject({ callId: z.uuid(), name: lineOfText(80), language }),
  load: async (tx, { callId }, who) => {
    if (!(await listFrames(tx, [callId])).get(callId)?.openedAt) throw new Refusal('not-found')
    const person = who.personId ? await lockPerson(tx, who.personId) : undefined
    if (!person || who.kind === 'token') throw new Refusal('not-signed-in')
    return { person, participantId: (await findOwnParts(tx, [callId], person.personId)).get(callId) ?? null }
  },
  may: (_, { participantId }) => participantId !== null,
  run: async ({ tx, origin }, { person, participantId }, { callId, name, language: spoken }) => {
    if ((await countCertificates(tx, callId, participantId!)) >= mostCertificates)
      throw invalid('name', 'too-many', { most: mostCertificates })
    const deeds = await findDeeds(tx, callId, await listOwnIds(tx, person.personId), origin)
    if (!deeds) throw new Refusal('nothing-to-certify')
    const certificateId = newId()
    const note = signCertificate(
      {
        format: 'mozaika-certificate/1',
        id: certificateId,
        language: spoken,
        name,
        ...deeds,
        issuedAt: tx.now.toISOString()
      },
      await ledgerSigner(tx, origin)
    )
    await insertCertificate(tx, {
      callId,
      certificateId,
      participantId: participantId!,
      note,
      issuedAt: tx.now
    })
    return { callId, certificateId }
  },
  // Whom somebody shows a certificate is nobody else's business.
  lines: () => []
})

/** Somebody with an account: a guest's page would be lost with its cookie. */
async function loadAccount(tx: Tx, _: unknown, who: Who): Promise<Person> {
  const person = who.kind === 'person' ? await lockPerson(tx, who.personId) : undefined
  if (!person) throw new Refusal('not-signed-in')
  return person
}
