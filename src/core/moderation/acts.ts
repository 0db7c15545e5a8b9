import { z } from 'zod'
import type { Tx } from '../../db/sql.server.ts'
import { isCommentAuthor } from '../comment/store.server.ts'
import { listFrames } from '../call/store.server.ts'
import { personIdOf } from '../contribution/open-step.server.ts'
import { isAuthor, listAuthors } from '../contribution/store.server.ts'
import { defineAct } from '../door/act.ts'
import { Refusal, invalid } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { hasRole } from '../role/rules.ts'
import type { Role } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { optionalText } from '../text/schema.ts'
import { decisionLetters } from './letter.server.ts'
import { decisionLines, grounds, idOf, stateOf, targetKinds } from './rules.ts'
import type { Target, TargetKind } from './rules.ts'
import {
  findTarget,
  hideTarget,
  insertDecision,
  lockTarget,
  publishTarget,
  settleFlags,
  upsertFlag
} from './store.server.ts'

const named = { callId: z.uuid(), kind: z.enum(targetKinds), target: z.uuid() }

export const flagTarget = defineAct({
  name: 'moderation.flag',
  title: 'Tell the moderators that something should not be here; one flag a person, the last one holds',
  http: 'POST /calls/{callId}/flags',
  scope: 'contribute',
  perMinute: 20,
  input: z.strictObject({ ...named, ground: z.enum(grounds), note: optionalText(1_000).default('') }),
  load: loadFlagged,
  may: who => who.kind === 'guest' || who.personId !== null,
  run: async (work, { own }, { callId, kind, target, ground, note }, who) => {
    if (own) throw new Refusal('own-contribution')
    const kept = await upsertFlag(work.tx, { callId, target, kind, flagger: personIdOf(who), ground, note })
    return { target, state: kept ? ('waiting' as const) : ('settled' as const) }
  },
  // A flag is a hint to moderators. In public it would be an accusation that nobody has looked at yet.
  lines: () => []
})

export const decideTarget = defineAct({
  name: 'moderation.decide',
  title: 'Publish or hide a contribution or a comment, with the reason its author is told; settles its flags',
  http: 'POST /calls/{callId}/decisions',
  scope: 'moderate',
  perMinute: 240,
  input: z.strictObject({
    ...named,
    decision: z.enum(['publish', 'hide']),
    /** Both are needed to hide. */
    ground: z.enum(grounds).nullable().default(null),
    reason: optionalText(2_000).default('')
  }),
  load: loadDecided,
  may: (_, { roles }) => hasRole(roles, 'moderator'),
  run: async (work, { target, author }, { callId, decision, ground, reason }, who) => {
    const state = stateOf(target)
    if (state === 'withdrawn' || state === 'erased') throw new Refusal('gone')
    if (decision === 'hide' && ground === null) throw invalid('ground', 'required')
    if (decision === 'hide' && reason === '') throw invalid('reason', 'required')
    const flags = await settleFlags(work.tx, callId, idOf(target))
    const isNew = state !== (decision === 'publish' ? 'published' : 'hidden')
    if (!isNew && flags === 0) throw new Refusal('changed-meanwhile')
    const made = { decision, ground: decision === 'hide' ? ground : null, reason }
    await insertDecision(work.tx, {
      callId,
      target: idOf(target),
      kind: target.kind,
      ...made,
      decidedBy: who.personId
    })
    if (isNew) {
      await (decision === 'publish' ? publishTarget : hideTarget)(work.tx, target)
      // Flags that led to nothing are no news for an author.
      for (const letter of await decisionLetters(work.tx, work.origin, target, made)) work.mail(letter)
    }
    return { target, author, made: { ...made, flags } }
  },
  lines: (_, __, { target, author, made }) => decisionLines(target, author, made),
  reply: ({ target, made }) => ({
    target: idOf(target),
    state: made.decision === 'publish' ? ('published' as const) : ('hidden' as const),
    flagsSettled: made.flags
  })
})

interface Named {
  readonly callId: string
  readonly kind: TargetKind
  readonly target: string
}

/** What everybody can see can be flagged; whether whoever knocks wrote it. */
async function loadFlagged(tx: Tx, { callId, kind, target: id }: Named, who: Who): Promise<{ own: boolean }> {
  const target = await findTarget(tx, callId, kind, id)
  if (!target || stateOf(target) === 'held') throw new Refusal('not-found')
  if (stateOf(target) !== 'published') throw new Refusal('gone')
  return { own: who.personId !== null && (await wroteIt(tx, target, who.personId)) }
}

const wroteIt = (tx: Tx, target: Target, personId: string): Promise<boolean> =>
  target.kind === 'contribution'
    ? isAuthor(tx, target.contribution.callId, target.contribution.contributionId, personId)
    : isCommentAuthor(tx, target.comment, personId)

interface Decided {
  readonly target: Target
  /** The participant whose words they are. */
  readonly author: string | null
  readonly roles: ReadonlySet<Role>
}

async function loadDecided(tx: Tx, { callId, kind, target: id }: Named, who: Who): Promise<Decided> {
  const call = (await listFrames(tx, [callId])).get(callId)
  const target = call && (await lockTarget(tx, callId, kind, id))
  if (!target) throw new Refusal('not-found')
  const author =
    target.kind === 'comment'
      ? target.comment.participantId
      : ((await listAuthors(tx, callId, id))[0]?.participantId ?? null)
  return { target, author, roles: await rolesOf(tx, who, call.organisationId, callId) }
}
