import { z } from 'zod'
import type { Db } from '../../db/sql.server.ts'
import { listFrames } from '../call/store.server.ts'
import { defineView } from '../door/act.ts'
import { cursor, readCursor, writeCursor } from '../door/cursor.ts'
import { Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { ledgerSigner } from '../ledger/key.server.ts'
import { vkeyOf } from '../ledger/signed-note.ts'
import { findMilestone } from '../milestone/store.server.ts'
import { findPerson, listOwnIds } from '../person/store.server.ts'
import type { Person } from '../person/store.server.ts'
import { profileSlug } from './acts.ts'
import { openCertificate } from './certificate.ts'
import { findCertificate, listCertificates } from './certificate.server.ts'
import { walkBack } from './lineage.server.ts'
import { findProfile, findPublicProfile, findWorkFigures, listSkills, listWorks } from './profile.server.ts'
import type { Work } from './profile.server.ts'

const page = {
  after: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30)
}

export const findCredit = defineView({
  name: 'credit.of-milestone',
  title:
    'Everything that fed a milestone: contributions, what was merged into them or built on, and the people behind',
  http: 'GET /calls/{callId}/milestones/{milestoneId}/credit',
  scope: 'read',
  input: z.strictObject({ callId: z.uuid(), milestoneId: z.uuid() }),
  load: async (db, { callId, milestoneId }) => {
    const call = (await listFrames(db, [callId])).get(callId)
    const milestone = call?.openedAt ? await findMilestone(db, callId, milestoneId) : undefined
    if (!milestone) throw new Refusal('not-found')
    return milestone
  },
  may: () => true,
  run: async (look, milestone) => {
    const { callId, milestoneId, title, state } = milestone
    return { milestone: { milestoneId, title, state }, ...(await walkBack(look.db, callId, milestoneId)) }
  }
})

export const findProfileView = defineView({
  name: 'profile.find',
  title: 'The page of somebody who wants one: what they handed in, what became of it, what they are good at',
  http: 'GET /people/{slug}',
  scope: 'read',
  input: z.strictObject({ slug: profileSlug, ...page }),
  load: async (db, { slug }) => {
    const profile = await findPublicProfile(db, slug)
    if (!profile) throw new Refusal('not-found')
    return profile
  },
  may: () => true,
  run: async (look, profile, { after, limit }) => {
    const own = { personId: profile.personId, ownIds: await listOwnIds(look.db, profile.personId) }
    const before = readCursor(after, 'uuid')?.[0] ?? null
    const works = await listWorks(look.db, own, { all: false, before, limit: limit + 1 })
    return {
      slug: profile.slug,
      name: profile.name,
      about: profile.about,
      skills: await listSkills(look.db, profile.personId),
      figures: await findWorkFigures(look.db, own),
      ...pageOf(works, limit)
    }
  }
})

export const findOwnProfile = defineView({
  name: 'profile.mine',
  title: 'The page of your own as you see it: with what you left off',
  http: 'GET /me/profile',
  scope: 'read',
  input: z.strictObject(page),
  load: loadReader,
  may: (who, { personId }) => who.personId === personId,
  run: async (look, { personId, name }, { after, limit }) => {
    const own = { personId, ownIds: await listOwnIds(look.db, personId) }
    const before = readCursor(after, 'uuid')?.[0] ?? null
    const works = await listWorks(look.db, own, { all: true, before, limit: limit + 1 })
    const profile = await findProfile(look.db, personId)
    return {
      profile: profile ?? null,
      name: profile?.name ?? name,
      figures: await findWorkFigures(look.db, own),
      ...pageOf(works, limit)
    }
  }
})

function pageOf(found: readonly Work[], limit: number) {
  const items = found.slice(0, limit)
  return {
    items: items.map(item => ({ ...item, createdAt: item.createdAt.toISOString() })),
    next: found.length > limit ? writeCursor(items.at(-1)!.contributionId) : null
  }
}

export const findCertificateView = defineView({
  name: 'certificate.find',
  title: 'A certificate: what it says, its signed text, and the key it was signed with',
  http: 'GET /calls/{callId}/certificates/{certificateId}',
  scope: 'read',
  input: z.strictObject({ callId: z.uuid(), certificateId: z.uuid() }),
  load: async (db, { callId, certificateId }) => {
    const kept = await findCertificate(db, callId, certificateId)
    if (!kept) throw new Refusal('not-found')
    // Its holder was erased: the address is known, what stood there is nowhere any more.
    if (kept.note === '') throw new Refusal('gone')
    return kept
  },
  // Its address is its key: only its holder knows it until it is shown.
  may: () => true,
  run: async (look, { note }) => {
    const signer = await ledgerSigner(look.db, look.origin)
    const facts = openCertificate(note, [signer])
    return { facts: facts ?? null, note, key: vkeyOf(signer) }
  }
})

export const listCertificatesView = defineView({
  name: 'certificate.mine',
  title: 'The certificates you got, newest first',
  http: 'GET /me/certificates',
  scope: 'read',
  input: z.strictObject(page),
  load: loadReader,
  may: (who, { personId }) => who.personId === personId,
  run: async (look, { personId }, { after, limit }) => {
    const ownIds = await listOwnIds(look.db, personId)
    const found = await listCertificates(look.db, ownIds, readCursor(after, 'uuid')?.[0] ?? null, limit + 1)
    const items = found.slice(0, limit)
    return {
      items: items.map(({ callId, certificateId, slug, question, issuedAt }) => ({
        certificateId,
        call: { callId, slug, question },
        issuedAt: issuedAt.toISOString()
      })),
      next: found.length > limit ? writeCursor(items.at(-1)!.certificateId) : null
    }
  }
})

async function loadReader(db: Db, _: unknown, { personId }: Who): Promise<Person> {
  const person = personId ? await findPerson(db, personId) : undefined
  if (!person) throw new Refusal('not-signed-in')
  return person
}
