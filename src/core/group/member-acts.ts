import { z } from 'zod'
import { defineAct } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import type { Problem } from '../door/refusal.ts'
import { optionalText } from '../text/schema.ts'
import { isMember, loadLockedGroup } from './load.server.ts'
import { consent, findLoosening, settleLoosening } from './loosening.server.ts'
import { questionId } from './rules.ts'
import type { JoinAnswer, Question } from './rules.ts'
import { putMembership, useGroupInvitation } from './store.server.ts'

const noLines = () => []

export const joinGroup = defineAct({
  name: 'group.join',
  title: 'Join a group, or ask to; its questions are answered by their ids',
  http: 'PUT /groups/{groupId}/membership',
  scope: 'contribute',
  perMinute: 10,
  identifies: false,
  input: z.strictObject({
    groupId: z.uuid(),
    answers: z.record(z.string().max(20), optionalText(2_000)).default({})
  }),
  load: loadLockedGroup,
  // Of a group that one is invited to nobody else becomes a member, who organises there aside.
  may: (_, { group, personId, isInvited, runs }) =>
    personId !== null && (group.joining !== 'invited' || isInvited || runs),
  run: async (work, at, input) => {
    const { group, personId, isInvited, runs } = at
    if (group.closedAt) throw new Refusal('closed')
    if (isMember(at)) throw new Refusal('already-member')
    const answers = answersOf(group.questions, input.answers)
    const state = group.joining === 'open' || isInvited || runs ? 'member' : 'asked'
    await putMembership(work.tx, group.groupId, { personId: personId!, state, answers })
    if (isInvited) await useGroupInvitation(work.tx, group.groupId, personId!)
    return { groupId: group.groupId, state: state as 'member' | 'asked' }
  },
  lines: noLines
})

/** Each answer beside its question; a question that is no longer asked was changed since. */
function answersOf(questions: readonly Question[], given: Readonly<Record<string, string>>): JoinAnswer[] {
  const known = new Map(questions.map(question => [questionId(question), question]))
  if (Object.keys(given).some(id => !known.has(id))) throw new Refusal('changed-meanwhile')
  const problems: Problem[] = []
  const answers: JoinAnswer[] = []
  for (const [id, question] of known) {
    const answer = given[id] ?? ''
    if (answer) answers.push({ question: question.text, answer })
    else if (question.required) problems.push({ path: `answers.${id}`, code: 'required' })
  }
  if (problems.length > 0) throw new Refusal('invalid', { problems })
  return answers
}

export const leaveGroup = defineAct({
  name: 'group.leave',
  title: 'Leave a group, or take back that you asked to join; your answers go',
  http: 'DELETE /groups/{groupId}/membership',
  scope: 'contribute',
  identifies: false,
  input: z.strictObject({ groupId: z.uuid() }),
  load: loadLockedGroup,
  may: (_, { membership }) => membership?.state === 'member' || membership?.state === 'asked',
  run: async (work, { group: { groupId }, personId }) => {
    await putMembership(work.tx, groupId, { personId: personId!, state: 'left' })
    await settleLoosening(work.tx, groupId)
    return { groupId }
  },
  lines: noLines
})

export const consentToLoosening = defineAct({
  name: 'group.consent',
  title: 'Agree to a wider circle of your group; it holds once every member agreed or left',
  http: 'PUT /groups/{groupId}/loosening/consent',
  scope: 'contribute',
  identifies: false,
  input: z.strictObject({ groupId: z.uuid(), looseningId: z.uuid() }),
  load: loadLockedGroup,
  may: (_, at) => isMember(at),
  run: async (work, { group: { groupId }, personId }, { looseningId }) => {
    const loosening = await findLoosening(work.tx, groupId)
    if (loosening?.looseningId !== looseningId) throw new Refusal('changed-meanwhile')
    await consent(work.tx, groupId, looseningId, personId!)
    return { groupId, holds: await settleLoosening(work.tx, groupId) }
  },
  lines: noLines
})
