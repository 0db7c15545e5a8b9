import { z } from 'zod'
import { first, sql } from '../../db/sql.server.ts'
import type { Tx } from '../../db/sql.server.ts'
import { defineAct } from '../door/act.ts'
import { invalid, Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { language, lineOfText } from '../text/schema.ts'
import { endSession, endSessions } from './account-store.server.ts'
import { lookAtName } from './held-accounts.server.ts'
import { lockPerson, renamePerson } from './store.server.ts'
import type { Person } from './store.server.ts'

export { claimGuest } from './claim-act.ts'
export { dropDraft, keepDraft } from './draft-acts.ts'
export { erasePerson } from './erase-act.ts'
export { clearAccount } from './held-acts.ts'

/** The account behind whoever knocks; refused as not signed in for everybody else, and for one who was erased. */
export async function loadSelf(tx: Tx, _: unknown, who: Who): Promise<Person> {
  const self = who.kind === 'person' ? await lockPerson(tx, who.personId) : undefined
  if (!self) throw new Refusal('not-signed-in')
  return self
}

const isSelf = (who: Who, self: Person) => who.personId === self.personId

export const editPerson = defineAct({
  name: 'person.edit',
  title: 'Change your name, the language of your letters, and whether you hear how calls end',
  http: 'PATCH /me',
  scope: null,
  identifies: false,
  input: z.strictObject({
    name: lineOfText(80).nullable().optional(),
    language: language.nullable().optional(),
    /** Whether a letter tells you that a call in which you took part is concluded. */
    hearsResults: z.boolean().optional()
  }),
  load: loadSelf,
  may: isSelf,
  run: async (work, self, input) => {
    await renamePerson(work.tx, self.personId, input)
    await lookAtName(work.tx, self.personId, input.name)
    return { personId: self.personId }
  },
  lines: () => []
})

export const endOneSession = defineAct({
  name: 'person.end-session',
  title: 'Sign out on one of your devices',
  http: 'DELETE /me/sessions/{sessionId}',
  scope: null,
  identifies: false,
  input: z.strictObject({ sessionId: z.uuid() }),
  load: loadSelf,
  may: isSelf,
  run: async (work, self, { sessionId }) => {
    if (!(await endSession(work.tx, self.personId, sessionId))) throw new Refusal('not-found')
    return { ended: 1 }
  },
  lines: () => []
})

export const endAllSessions = defineAct({
  name: 'person.end-sessions',
  title: 'Sign out on all your devices, or on all but one',
  http: 'DELETE /me/sessions',
  scope: null,
  identifies: false,
  input: z.strictObject({ keep: z.uuid().optional() }),
  load: loadSelf,
  may: isSelf,
  run: async (work, self, { keep }) => ({
    ended: await endSessions(work.tx, self.personId, keep ?? null)
  }),
  lines: () => []
})

const mostBlocks = 1_000

export const blockPerson = defineAct({
  name: 'person.block',
  title: 'See and hear nothing more of somebody in a call; their parts in other calls stay as they are',
  http: 'POST /me/blocks',
  scope: null,
  input: z.strictObject({ callId: z.uuid(), participantId: z.uuid() }),
  load: async (tx, { callId, participantId }) => {
    const row = await first<{ participant_id: string; person_id: string; claimer: string | null }>(
      tx,
      sql`
      select coalesce(p.linked_to, p.participant_id) as participant_id, p.person_id, g.person_id as claimer
      from participants p left join guest_claims g on g.guest_id = p.person_id
      where p.call_id = ${callId} and p.participant_id = ${participantId} and p.erased_at is null`
    )
    if (!row) throw new Refusal('not-found')
    return { participantId: row.participant_id, people: [row.person_id, row.claimer] }
  },
  may: who => who.kind === 'guest' || who.kind === 'person',
  run: async (work, { participantId, people }, { callId }, who) => {
    if (people.includes(who.personId)) throw invalid('participantId', 'yourself')
    await work.tx.query(sql`
      insert into blocks (person_id, call_id, participant_id, blocked_at)
      select ${who.personId}, ${callId}, ${participantId}, ${work.tx.now}
      where (select count(*) from blocks where person_id = ${who.personId}) < ${mostBlocks}
      on conflict do nothing`)
    return { callId, participantId }
  },
  lines: () => []
})

export const unblockPerson = defineAct({
  name: 'person.unblock',
  title: 'See somebody again whom you blocked',
  http: 'DELETE /me/blocks/{callId}/{participantId}',
  scope: null,
  identifies: false,
  input: z.strictObject({ callId: z.uuid(), participantId: z.uuid() }),
  load: async () => null,
  may: who => (who.kind === 'guest' && who.personId !== null) || who.kind === 'person',
  run: async (work, _, { callId, participantId }, who) => {
    const ended = await work.tx.query(sql`
      delete from blocks
      where person_id = ${who.personId} and call_id = ${callId} and participant_id = ${participantId}
      returning true as ended`)
    if (ended.length === 0) throw new Refusal('not-found')
    return { callId, participantId }
  },
  lines: () => []
})
