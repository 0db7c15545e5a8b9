import { z } from 'zod'
import { sql } from '../../db/sql.server.ts'
import type { Tx } from '../../db/sql.server.ts'
import { forgetTitle } from '../contribution/similar.server.ts'
import { eraseAnswers } from '../answer/store.server.ts'
import { defineAct } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import { eraseExpert } from '../expert/erase.server.ts'
import { eraseFromGroups } from '../group/erase.server.ts'
import { eraseTold } from '../notification/store.server.ts'
import { eraseModeration } from '../moderation/erase.server.ts'
import { eraseDisputes } from '../promise/disputes.server.ts'
import { eraseCertificates } from '../credit/certificate.server.ts'
import { eraseProfile } from '../credit/profile.server.ts'
import { countOwners, deleteRoles } from '../role/store.server.ts'
import { eraseReadings } from '../theme/erase.server.ts'
import { deleteAccount } from './account-store.server.ts'
import { eraseLines } from './erase-lines.server.ts'
import {
  eraseCharges,
  eraseComments,
  eraseContributions,
  eraseFlags,
  eraseParts,
  eraseResponses,
  listSoleContributions,
  lockParts,
  looseFiles
} from './erase-store.server.ts'
import { listOwnIds, lockPerson } from './store.server.ts'

export const erasePerson = defineAct({
  name: 'person.erase',
  title: 'Delete yourself: every text, name and file of yours; what was counted stays counted, as nobody’s',
  http: 'POST /me/erasure',
  scope: null,
  perMinute: 5,
  identifies: false,
  input: z.strictObject({ confirm: z.literal('erase') }),
  load: async (tx, _, who) => {
    const self = who.kind === 'person' || who.kind === 'guest' ? who.personId : null
    const person = self ? await lockPerson(tx, self) : undefined
    if (!person) throw new Refusal('not-signed-in')
    return person
  },
  may: (who, person) => who.personId === person.personId,
  run: async (work, { personId, email }) => {
    const { tx } = work
    const left = await leaveAll(tx, personId)
    const personIds = await listOwnIds(tx, personId)
    const parts = await lockParts(tx, personIds)
    const contributions = await listSoleContributions(tx, parts)
    await eraseContributions(tx, contributions)
    for (const [n, id] of contributions.ids.entries()) await forgetTitle(tx, contributions.callIds[n]!, id)
    await eraseReadings(tx, contributions)
    const comments = await eraseComments(tx, parts)
    const responses = await eraseResponses(tx, parts)
    await looseFiles(tx, parts)
    await eraseFlags(tx, parts, personIds)
    const subjects = {
      callIds: [...contributions.callIds, ...comments.callIds],
      ids: [...contributions.ids, ...comments.ids]
    }
    await eraseCharges(tx, subjects)
    await eraseModeration(tx, { parts, subjects, personIds })
    await eraseAnswers(tx, parts, contributions)
    const erasures = await eraseLines(tx, { parts, personIds, subjects })
    await eraseParts(tx, parts)
    await eraseDisputes(tx, parts)
    await eraseCertificates(tx, parts)
    await eraseProfile(tx, personIds)
    await eraseTold(tx, personIds)
    await eraseExpert(tx, personIds)
    await eraseFromGroups(tx, personIds, email)
    await erasePeople(tx, personIds, email)
    if (email) await deleteAccount(tx, personId, email)
    return {
      left,
      erasures,
      counts: {
        calls: new Set(parts.callIds).size,
        contributions: contributions.ids.length,
        comments: comments.ids.length,
        responses
      }
    }
  },
  lines: (_, __, { left, erasures }) => [
    ...erasures,
    ...left.map(({ organisationId, role }) => ({
      log: organisationId,
      event: 'organisation.leave',
      effect: 'note' as const,
      subject: { kind: 'organisation', id: organisationId },
      counted: { role }
    }))
  ],
  reply: ({ counts }) => counts
})

/** Gives back all roles; refused with `last-owner` where nobody else could take over. */
async function leaveAll(tx: Tx, personId: string): Promise<{ organisationId: string; role: string }[]> {
  const organisations = await tx.query<{ organisation_id: string; slug: string }>(sql`
    select organisation_id, slug from organisations
    where organisation_id in (select organisation_id from roles where person_id = ${personId})
    order by organisation_id for update`)
  const left: { organisationId: string; role: string }[] = []
  for (const { organisation_id: organisationId, slug } of organisations) {
    const roles = await deleteRoles(tx, organisationId, personId)
    if (roles.includes('owner') && (await countOwners(tx, organisationId)) === 0) {
      throw new Refusal('last-owner', { facts: { organisation: slug } })
    }
    left.push(...roles.map(role => ({ organisationId, role })))
  }
  return left
}

/** Empties the rows of people and deletes what lies with them. */
async function erasePeople(tx: Tx, personIds: readonly string[], email: string | null): Promise<void> {
  await tx.query(sql`
    update people set name = null, email = null, account_id = null, language = null, erased_at = ${tx.now}
    where person_id = any(${personIds}::uuid[])`)
  await tx.query(sql`delete from drafts where person_id = any(${personIds}::uuid[])`)
  await tx.query(sql`delete from blocks where person_id = any(${personIds}::uuid[])`)
  await tx.query(sql`delete from guest_claims where person_id = any(${personIds}::uuid[])`)
  await tx.query(sql`delete from api_tokens where person_id = any(${personIds}::uuid[])`)
  // A guest's first act was kept under no id of its own; its answer names the id it was given.
  await tx.query(sql`
    delete from idempotency_records
    where holder = any(${personIds}::text[]) or (holder = 'guest' and reply->>'personId' = any(${personIds}::text[]))`)
  // An invitation may have been accepted by a letter to another address; a letter may bring a guest to an account.
  await tx.query(sql`delete from invitations where accepted_by = any(${personIds}::uuid[])`)
  await tx.query(sql`
    delete from mails where exists (select 1 from unnest(${personIds}::text[]) as id where position(id in facts::text) > 0)`)
  if (email === null) return
  await tx.query(sql`delete from mails where lower(recipient) = lower(${email})`)
  await tx.query(sql`delete from invitations where lower(email) = lower(${email})`)
}
