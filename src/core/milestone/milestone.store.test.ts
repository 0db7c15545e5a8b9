import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aCall, aGuest, anIdea, aPerson, sequence } from '../../../tests/support/world.ts'
import type { World } from '../../../tests/support/world.ts'
import { freshDatabase } from '../../../tests/support/database.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import { draftAnswer } from '../answer/acts.ts'
import { makeComment } from '../comment/acts.ts'
import { findContributionView } from '../contribution/views.ts'
import type { InputOf } from '../door/act.ts'
import { newId } from '../door/id.ts'
import { handRound } from '../notification/hand-round.server.ts'
import { giveResponse } from '../response/acts.ts'
import { editMilestone, planMilestone, turnMilestone } from './acts.ts'
import { findChangelog, findMilestoneDesk, findMilestoneView, listMilestonesView } from './views.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const accept = ({ door, callId, owner }: World, status: 'accepted' | 'declined' = 'accepted') =>
  door
    .perform(draftAnswer, owner, {
      callId,
      select: { by: 'filter' },
      status,
      body: 'We build it next to the school.',
      next: 'publish'
    })
    .then(({ result }) => result.answerId)

const plan = ({ door, callId, owner }: World, wish: Partial<InputOf<typeof planMilestone>>) =>
  door
    .perform(planMilestone, owner, { callId, title: 'Benches', sources: { ids: [newId()] }, ...wish })
    .then(({ result }) => result.milestoneId)

const turn = (
  { door, callId, owner }: World,
  milestoneId: string,
  wish: Partial<InputOf<typeof turnMilestone>>
) =>
  door
    .perform(
      turnMilestone,
      owner,
      { callId, milestoneId, revision: 1, state: 'planned', ...wish },
      { idempotencyKey: newId() }
    )
    .then(({ result }) => result)

const told = ({ callId }: World) =>
  database.query<{ person_id: string; event: string }>(sql`
    select n.person_id, w.event from notifications n join news w using (call_id, news_id)
    where n.call_id = ${callId} and w.event like 'milestone.%' order by n.notification_id`)

async function aPlan(dueOn = '2027-05-01') {
  const world = await aCall(database)
  const { contributionId } = await anIdea(world, aGuest())
  const answerId = await accept(world)
  const milestoneId = await plan(world, { sources: { answerId }, dueOn })
  return { world, contributionId, milestoneId }
}

describe('a milestone', () => {
  test('comes from what was accepted, and from nothing else', async () => {
    const world = await aCall(database)
    const { contributionId: one } = await anIdea(world, aGuest())
    const refused = { problems: [{ path: 'sources', code: 'not-accepted' }] }
    await expect(plan(world, { sources: { ids: [one] } })).rejects.toMatchObject(refused)
    await accept(world, 'declined')
    await expect(plan(world, { sources: { ids: [one] } })).rejects.toMatchObject(refused)
    await expect(plan(world, { sources: { answerId: newId() } })).rejects.toMatchObject(refused)
    const { contributionId: two } = await anIdea(world, aGuest())
    await accept(world)
    await expect(plan(world, { sources: { ids: [one, two] } })).rejects.toMatchObject(refused)
    const milestoneId = await plan(world, { sources: { ids: [two] } })
    const { callId, door } = world
    const { items } = await door.look(listMilestonesView, aGuest(), { callId, from: two })
    expect(items).toMatchObject([{ milestoneId, state: 'planned', sources: 1 }])
    expect((await door.look(listMilestonesView, aGuest(), { callId, from: one })).items).toEqual([])
    expect(await door.look(findMilestoneDesk, world.owner, { callId })).toMatchObject({
      answers: [{ count: 1, free: 0 }],
      accepted: [{ contributionId: two, taken: true }]
    })
  })

  test('goes from planned to started to done, each turn with what shows it, and nothing is overwritten', async () => {
    const { world, contributionId, milestoneId } = await aPlan()
    const { callId, door } = world
    await turn(world, milestoneId, { state: 'started', note: 'The workers are here.' })
    await turn(world, milestoneId, {
      state: 'started',
      revision: 2,
      dueOn: '2027-06-01',
      note: 'The wood came late.'
    })
    const link = { kind: 'link' as const, url: 'https://example.org/benches' }
    expect(
      await turn(world, milestoneId, { state: 'done', revision: 3, evidence: [link], marksDone: true })
    ).toMatchObject({ kind: 'done', markedDone: 1 })
    const shown = await door.look(findMilestoneView, aGuest(), { callId, milestoneId })
    expect(shown).toMatchObject({ state: 'done', dueOn: '2027-06-01', firstDueOn: '2027-05-01' })
    expect(shown.turns.map(one => [one.kind, one.dueOn])).toEqual([
      ['done', '2027-06-01'],
      ['moved', '2027-06-01'],
      ['started', '2027-05-01'],
      ['planned', '2027-05-01']
    ])
    expect(shown.turns[0]!.evidence).toEqual([{ ...link, label: '' }])
    expect(await door.look(findContributionView, aGuest(), { callId, contributionId })).toMatchObject({
      status: 'done'
    })
    const lines = await database.query<{ record: { state: string; done: string[] } }>(sql`
      select counted->'record' as record from ledger_lines
      where log_id = ${callId} and counted->>'event' = 'milestone.turn' order by line_id`)
    expect(lines.map(one => one.record.state)).toEqual(['started', 'started', 'done'])
    expect(lines.at(-1)!.record.done).toEqual([contributionId])
  })

  test('is dropped, moved or finished only with words or evidence, and is never taken up again', async () => {
    const { world, milestoneId } = await aPlan()
    const needsNote = { problems: [{ path: 'note', code: 'required' }] }
    await expect(turn(world, milestoneId, { state: 'dropped' })).rejects.toMatchObject(needsNote)
    await expect(turn(world, milestoneId, { state: 'done' })).rejects.toMatchObject(needsNote)
    await expect(turn(world, milestoneId, { dueOn: '2027-09-01' })).rejects.toMatchObject(needsNote)
    await expect(turn(world, milestoneId, {})).rejects.toMatchObject(needsNote)
    await turn(world, milestoneId, { state: 'dropped', note: 'The school is closed.' })
    for (const state of ['planned', 'started', 'done'] as const)
      await expect(turn(world, milestoneId, { state, revision: 2, note: 'Again.' })).rejects.toMatchObject({
        problems: [{ path: 'state', code: 'no-such-turn' }]
      })
  })

  test('takes as a link what is one, and as a place what is on earth', async () => {
    const { world, milestoneId } = await aPlan()
    const bad = [
      { kind: 'link', url: 'javascript:alert(1)' },
      { kind: 'link', url: 'http://example.org' },
      { kind: 'place', lat: 91, lon: 0 }
    ]
    for (const one of bad)
      await expect(
        turn(world, milestoneId, { state: 'started', evidence: [one as never] })
      ).rejects.toMatchObject({
        code: 'invalid'
      })
  })

  test('that two organisers turn at once is turned by one', async () => {
    const { world, milestoneId } = await aPlan()
    const ends = await Promise.allSettled([
      turn(world, milestoneId, { state: 'started' }),
      turn(world, milestoneId, { state: 'dropped', note: 'There is no money.' })
    ])
    expect(ends.map(end => end.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(ends.find(end => end.status === 'rejected')).toMatchObject({
      reason: { code: 'changed-meanwhile' }
    })
    const { callId, door, owner } = world
    await expect(
      door.perform(editMilestone, owner, { callId, milestoneId, revision: 1, title: 'Chairs' })
    ).rejects.toMatchObject({ code: 'changed-meanwhile' })
  })
})

describe('whoever wrote, supported or commented', () => {
  test('is told once at each turn, also of what was merged, and also when the process dies in between', async () => {
    const world = await aCall(database)
    const { callId, stepId, door } = world
    const people = {
      author: await aPerson(database),
      merged: await aPerson(database),
      reader: await aPerson(database)
    }
    const { contributionId: into } = await anIdea(world, people.author)
    const { contributionId: from } = await anIdea(world, people.merged)
    const supporter = await aPerson(database)
    await door.perform(giveResponse, supporter, { callId, stepId, target: from })
    await door.perform(giveResponse, supporter, { callId, stepId, target: into })
    await door.perform(makeComment, people.reader, { callId, target: into, body: 'And a bin.' })
    await database.query(sql`
      update contributions set merged_into = ${into} where call_id = ${callId} and contribution_id = ${from}`)
    const answerId = await accept(world)
    const milestoneId = await plan(world, { sources: { answerId } })
    await turn(world, milestoneId, { state: 'started' })
    const everybody = [...Object.values(people), supporter].map(one => one.personId).toSorted()
    await dieInTheMiddle()
    expect(await told(world)).toEqual([])
    await Promise.all([handRound(database), handRound(database)])
    // As after a death between the telling and its mark, if these were not one.
    await database.query(sql`update news set handed_round_at = null where call_id = ${callId}`)
    await handRound(database)
    const rows = await told(world)
    for (const event of ['milestone.planned', 'milestone.started'])
      expect(
        rows
          .filter(row => row.event === event)
          .map(row => row.person_id)
          .toSorted()
      ).toEqual(everybody)
    expect(rows).toHaveLength(8)
  })

  test('is not told of words and evidence that are only added', async () => {
    const { world, milestoneId } = await aPlan()
    expect(await turn(world, milestoneId, { note: 'The wood is ordered.' })).toMatchObject({ kind: 'noted' })
    const news = await database.query(sql`
      select event from news where call_id = ${world.callId} and event like 'milestone.%'`)
    expect(news).toEqual([{ event: 'milestone.planned' }])
  })
})

/** Hands round with a database whose every transaction ends before its commit. */
async function dieInTheMiddle(): Promise<void> {
  const dying = {
    ...database,
    transaction: (work: (tx: never) => Promise<unknown>) =>
      database.transaction(async tx => {
        await work(tx as never)
        throw new Error('killed')
      })
  } as unknown as Database
  await expect(handRound(dying)).rejects.toThrow('killed')
}

test('what became of a call is one list of answers and turns, newest first, page by page', async () => {
  const { world, milestoneId } = await aPlan()
  const { callId, door } = world
  await turn(world, milestoneId, { state: 'started' })
  await anIdea(world, aGuest())
  await accept(world)
  await turn(world, milestoneId, { state: 'done', revision: 2, note: 'Come and sit down.' })
  await sequence(database)
  const seen: string[] = []
  for (let after: string | undefined; ;) {
    const page: { items: { kind: string; turn?: { kind: string } }[]; next: string | null } = await door.look(
      findChangelog,
      aGuest(),
      { callId, limit: 2, ...(after ? { after } : {}) }
    )
    seen.push(...page.items.map(one => one.turn?.kind ?? one.kind))
    if (!page.next) break
    after = page.next
  }
  expect(seen).toEqual(['done', 'answer', 'started', 'planned', 'answer'])
})
