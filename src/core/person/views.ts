import { z } from 'zod'
import type { Db } from '../../db/sql.server.ts'
import { only, sql } from '../../db/sql.server.ts'
import { defineView } from '../door/act.ts'
import { cursor, readCursor, writeCursor } from '../door/cursor.ts'
import { Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { findKeysOfAccount, listSessions } from './account-store.server.ts'
import { draftPlace, mayKeepDrafts } from './draft-acts.ts'
import { exportPerson } from './export.server.ts'
import { listOwnContributions, listOwnLines } from './own.server.ts'
import { findPerson, listOwnIds, listOwnRoles } from './store.server.ts'
import type { Person } from './store.server.ts'

/** Whoever is somebody: a guest with a cookie, a person, a person's token. */
async function loadSelf(db: Db, _: unknown, who: Who): Promise<Person> {
  const self = who.personId ? await findPerson(db, who.personId) : undefined
  if (!self) throw new Refusal('not-signed-in')
  return self
}

const isSelf = (who: Who, self: Person) => who.personId === self.personId
const isSignedInSelf = (who: Who, self: Person) => who.kind === 'person' && isSelf(who, self)

const nothing = z.strictObject({})
const page = z.strictObject({
  after: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50)
})

export { listHeld } from './held-acts.ts'

export const findMe = defineView({
  name: 'person.me',
  title: 'Who you are here: name, language, roles, ways to sign in',
  http: 'GET /me',
  scope: 'read',
  input: nothing,
  load: loadSelf,
  may: isSelf,
  run: async (look, self) => ({
    personId: self.personId,
    kind: self.kind,
    name: self.name,
    email: self.email,
    language: self.language,
    hearsResults: self.hearsResults,
    since: self.createdAt.toISOString(),
    roles: await listOwnRoles(look.db, self.personId),
    ...(await findKeysOfAccount(look.db, self.personId))
  })
})

export const hasDesk = defineView({
  name: 'person.has-desk',
  title:
    'Whether you have a role anywhere, and with it a desk; how much news you have not seen, counted up to a hundred',
  http: 'GET /me/desk',
  scope: 'read',
  input: nothing,
  load: async () => null,
  // Asked on every page, so also by sessions that outlived their person: they have no desk, which is no reason to fail.
  may: who => who.personId !== null,
  run: async (look, _, __, who) => {
    return only<{ hasDesk: boolean; news: number }>(
      look.db,
      sql`
      select exists (select 1 from roles where person_id = ${who.personId}) as "hasDesk",
        (select count(*) from (select 1 from notifications where person_id = ${who.personId} and seen_at is null limit 100) as unseen)::int as news`
    )
  }
})

export const listContributionsView = defineView({
  name: 'person.contributions',
  title: 'What you handed in, in every call, newest first',
  http: 'GET /me/contributions',
  scope: 'read',
  input: page,
  load: loadSelf,
  may: isSelf,
  run: async (look, self, { after, limit }) => {
    const ids = await listOwnIds(look.db, self.personId)
    const found = await listOwnContributions(look.db, ids, readCursor(after, 'uuid')?.[0] ?? null, limit + 1)
    const items = found.slice(0, limit)
    return { items, next: found.length > limit ? writeCursor(items.at(-1)!.contributionId) : null }
  }
})

export const listReceipts = defineView({
  name: 'person.receipts',
  title: 'The lines of the public record that are yours, newest first',
  http: 'GET /me/receipts',
  scope: 'read',
  input: page,
  load: loadSelf,
  may: isSelf,
  run: async (look, self, { after, limit }) => {
    const ids = await listOwnIds(look.db, self.personId)
    const found = await listOwnLines(look.db, ids, readCursor(after, 'uuid')?.[0] ?? null, limit + 1)
    const items = found.slice(0, limit)
    return { items, next: found.length > limit ? writeCursor(items.at(-1)!.lineId) : null }
  }
})

export const listSessionsView = defineView({
  name: 'person.sessions',
  title: 'Where you are signed in',
  http: 'GET /me/sessions',
  scope: null,
  input: nothing,
  load: loadSelf,
  may: isSignedInSelf,
  run: async (look, self) => ({
    items: (await listSessions(look.db, self.personId)).map(session => ({
      sessionId: session.sessionId,
      device: session.device,
      startedAt: session.startedAt.toISOString(),
      lastSeenAt: session.lastSeenAt.toISOString(),
      endsAt: session.endsAt.toISOString()
    }))
  })
})

export const listBlocks = defineView({
  name: 'person.blocks',
  title: 'Whom you do not want to see, call by call',
  http: 'GET /me/blocks',
  scope: null,
  input: nothing,
  load: loadSelf,
  may: (who, self) => isSelf(who, self) && who.kind !== 'token',
  run: async (look, self) => {
    const rows = await look.db.query<{
      call_id: string
      slug: string
      question: string
      participant_id: string
      name: string | null
      blocked_at: Date
    }>(sql`
      select b.call_id, c.slug, c.question, b.participant_id, p.name, b.blocked_at
      from blocks b join participants p using (call_id, participant_id) join calls c using (call_id)
      where b.person_id = ${self.personId} order by b.blocked_at desc limit 1000`)
    return {
      items: rows.map(row => ({
        call: { callId: row.call_id, slug: row.slug, question: row.question },
        participantId: row.participant_id,
        name: row.name,
        blockedAt: row.blocked_at.toISOString()
      }))
    }
  }
})

export const exportMe = defineView({
  name: 'person.export',
  title: 'Everything kept of you, in one document',
  http: 'GET /me/export',
  scope: null,
  perMinute: 5,
  input: nothing,
  load: loadSelf,
  may: (who, self) => isSelf(who, self) && who.kind !== 'token',
  run: async (look, self) => exportPerson(look.db, self, look.now)
})

export const findDraft = defineView({
  name: 'draft.find',
  title: 'A draft of yours; null where there is none',
  http: 'GET /me/drafts/{place}',
  scope: 'read',
  input: z.strictObject({ place: draftPlace }),
  load: async () => null,
  may: mayKeepDrafts,
  run: async (look, _, { place }, who) => {
    if (who.personId === null) return { draft: null }
    const [row] = await look.db.query<{ body: unknown; kept_at: Date }>(sql`
      select body, kept_at from drafts where person_id = ${who.personId} and place = ${place}`)
    return { draft: row ? { body: row.body, keptAt: row.kept_at.toISOString() } : null }
  }
})

export const listDrafts = defineView({
  name: 'draft.list',
  title: 'What you began to write and have not sent, newest first',
  http: 'GET /me/drafts',
  scope: 'read',
  input: nothing,
  load: async () => null,
  may: mayKeepDrafts,
  run: async (look, _, __, who) => {
    if (who.personId === null) return { items: [] }
    const rows = await look.db.query<{ place: string; body: unknown; kept_at: Date }>(sql`
      select place, body, kept_at from drafts where person_id = ${who.personId} order by kept_at desc limit 50`)
    return {
      items: rows.map(row => ({ place: row.place, body: row.body, keptAt: row.kept_at.toISOString() }))
    }
  }
})
