import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  aCall,
  aGuest,
  anIdea,
  aPerson,
  changeSettings,
  closeSteps,
  sequence
} from '../../../tests/support/world.ts'
import type { World } from '../../../tests/support/world.ts'
import { freshDatabase } from '../../../tests/support/database.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import { cancelCall } from '../call/acts.ts'
import { withdrawContribution } from '../contribution/acts.ts'
import { findContributionView } from '../contribution/views.ts'
import { newId } from '../door/id.ts'
import type { Who } from '../door/who.ts'
import { listLines } from '../ledger/views.ts'
import { blockPerson } from '../person/acts.ts'
import { makeComment, withdrawComment } from './acts.ts'
import { listComments } from './views.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

/** A call with one idea on it, which is what people comment on. */
async function aPlace(
  settings: Record<string, unknown> = {}
): Promise<World & { target: string; author: Who }> {
  const world = await aCall(database, { settings })
  const author = await aPerson(database)
  const { contributionId } = await anIdea(world, author, { name: 'Olena' })
  return { ...world, target: contributionId, author }
}

type Place = Awaited<ReturnType<typeof aPlace>>

const comment = (place: Place, who: Who, more: object = {}) =>
  place.door.perform(makeComment, who, {
    callId: place.callId,
    target: place.target,
    body: 'So do I.',
    ...more
  })

const read = (place: Place, who: Who = aGuest(), more: object = {}) =>
  place.door.look(listComments, who, { callId: place.callId, target: place.target, ...more })

async function totalOf({ callId, target }: Place): Promise<number> {
  await sequence(database)
  const [row] = await database.query<{ comments: number }>(sql`
    select comments from contribution_totals where call_id = ${callId} and contribution_id = ${target}`)
  return row?.comments ?? 0
}

test('a comment needs words, no more than 2,000 characters of them, and a contribution that is there', async () => {
  const place = await aPlace()
  await expect(comment(place, aGuest(), { body: ' \n ' })).rejects.toMatchObject({ code: 'invalid' })
  await expect(comment(place, aGuest(), { body: 'x'.repeat(2_001) })).rejects.toMatchObject({
    code: 'invalid'
  })
  await expect(comment(place, aGuest(), { target: newId() })).rejects.toMatchObject({ code: 'not-found' })
  await expect(comment(place, aGuest(), { parentId: newId() })).rejects.toMatchObject({
    problems: [{ path: 'parentId', code: 'not-found' }]
  })
  expect((await read(place)).items).toEqual([])
})

test('a contribution that was taken back takes no comments', async () => {
  const place = await aPlace()
  await place.door.perform(withdrawContribution, place.author, {
    callId: place.callId,
    contributionId: place.target
  })
  await expect(comment(place, aGuest())).rejects.toMatchObject({ code: 'gone' })
  await expect(read(place)).rejects.toMatchObject({ code: 'gone' })
})

test('comments go on after the steps have closed and end with the call', async () => {
  const place = await aPlace()
  await closeSteps(place)
  await comment(place, aGuest())
  await place.door.perform(cancelCall, place.owner, {
    callId: place.callId,
    reason: 'There is no money left.'
  })
  await expect(comment(place, aGuest())).rejects.toMatchObject({ code: 'closed' })
  expect((await read(place)).items).toHaveLength(1)
})

test('guests may comment where guests may respond', async () => {
  const place = await aPlace({ guests: { contribute: true, respond: false } })
  await expect(comment(place, aGuest())).rejects.toMatchObject({ code: 'sign-in-required' })
  await comment(place, await aPerson(database))
})

test('a guest is given an identity by a comment and takes it back with it', async () => {
  const place = await aPlace()
  const { result, personId } = await comment(place, aGuest())
  const { callId, target } = place
  const withdrawal = { callId, target, commentId: result.commentId }
  await expect(place.door.perform(withdrawComment, aGuest(), withdrawal)).rejects.toMatchObject({
    code: 'not-signed-in'
  })
  await expect(
    place.door.perform(withdrawComment, await aPerson(database), withdrawal)
  ).rejects.toMatchObject({ code: 'not-allowed' })
  expect((await read(place, aGuest(personId))).items).toMatchObject([
    { own: true, author: null, body: 'So do I.' }
  ])
  expect(await totalOf(place)).toBe(1)

  await place.door.perform(withdrawComment, aGuest(personId), withdrawal)
  expect((await read(place)).items).toEqual([])
  expect(await totalOf(place)).toBe(0)
  await expect(place.door.perform(withdrawComment, aGuest(personId), withdrawal)).rejects.toMatchObject({
    code: 'gone'
  })
})

test('the words of a comment that was taken back are no longer given out by the ledger', async () => {
  const place = await aPlace()
  const who = await aPerson(database)
  const { result } = await comment(place, who, { body: 'Words' })
  const { callId, target } = place
  await place.door.perform(withdrawComment, who, { callId, target, commentId: result.commentId })
  await sequence(database)
  const { items } = await place.door.look(listLines, aGuest(), { log: callId })
  const [put, removed] = items.filter(line => JSON.stringify(line).includes(result.commentId))
  expect(put).toMatchObject({ counted: { effect: 'put', subject: { kind: 'comment' } }, sealed: true })
  expect(removed).toMatchObject({ counted: { effect: 'remove' } })
  expect(JSON.stringify(items)).not.toContain('Words')
})

test('an answer to an answer stands in the same thread and names whom it answers', async () => {
  const place = await aPlace()
  const who = await aPerson(database)
  const first = (await comment(place, who, { name: 'Iryna' })).result
  const second = (await comment(place, who, { parentId: first.commentId })).result
  const third = (await comment(place, aGuest(), { parentId: second.commentId })).result
  expect([second.parentId, third.parentId]).toEqual([first.commentId, first.commentId])
  expect((await read(place, who)).items).toMatchObject([
    {
      commentId: first.commentId,
      author: 'Iryna',
      own: true,
      replies: [
        { commentId: second.commentId, inReplyTo: first.commentId, author: 'Iryna' },
        { commentId: third.commentId, inReplyTo: second.commentId, author: null, own: false }
      ],
      next: null
    }
  ])
  expect(await totalOf(place)).toBe(3)
  const shown = await place.door.look(findContributionView, aGuest(), {
    callId: place.callId,
    contributionId: place.target
  })
  expect(shown.comments).toBe(3)
})

test('a first comment that was taken back keeps its place while something stands below it', async () => {
  const place = await aPlace()
  const who = await aPerson(database)
  const { callId, target } = place
  const first = (await comment(place, who, { name: 'Iryna' })).result
  await comment(place, aGuest(), { parentId: first.commentId, body: 'Below' })
  await place.door.perform(withdrawComment, who, { callId, target, commentId: first.commentId })
  expect((await read(place)).items).toMatchObject([
    { state: 'withdrawn', author: null, authorId: null, body: null, replies: [{ body: 'Below' }] }
  ])
  await expect(comment(place, aGuest(), { parentId: first.commentId })).rejects.toMatchObject({
    code: 'invalid'
  })
})

test('threads and replies come in pages that meet without a gap', async () => {
  const place = await aPlace()
  const { callId, target } = place
  const participant = await aCommenter(place)
  const firsts = await insertMany(place, participant, 45, null)
  const below = await insertMany(place, participant, 30, firsts[2]!)
  await database.query(sql`
    update comments set has_replies = true
    where call_id = ${callId} and target = ${target} and comment_id = ${firsts[2]}`)

  const seen: string[] = []
  let after: string | null = null
  do {
    const page = await read(place, aGuest(), after ? { after } : {})
    seen.push(...page.items.map(item => item.commentId))
    after = page.next
  } while (after)
  expect(seen).toEqual(firsts)

  const newest = await read(place, aGuest(), { order: 'newest' })
  expect(newest.items.map(item => item.commentId)).toEqual(firsts.toReversed().slice(0, 20))
  const older = await read(place, aGuest(), { order: 'newest', after: newest.next! })
  expect(older.items[0]!.commentId).toBe(firsts.toReversed()[20])

  const thread = (await read(place)).items[2]!
  expect(thread.replies.map(one => one.commentId)).toEqual(below.slice(0, 3))
  const rest = await read(place, aGuest(), { parentId: firsts[2], after: thread.next! })
  expect(rest.items.map(one => one.commentId)).toEqual(below.slice(3, 23))
  const last = await read(place, aGuest(), { parentId: firsts[2], after: rest.next! })
  expect([last.items.map(one => one.commentId), last.next]).toEqual([below.slice(23), null])
  await expect(read(place, aGuest(), { after: 'forged' })).rejects.toMatchObject({ code: 'invalid' })
})

test('the first page of a long thread reads as few rows as that of a short one', async () => {
  const [short, long] = [await aPlace(), await aPlace()]
  for (const [place, count] of [
    [short, 100],
    [long, 10_000]
  ] as const) {
    const participant = await aCommenter(place)
    // Spam that a moderator took off must not be waded through.
    await insertMany(place, participant, count / 2, null, 'hidden')
    const [first] = await insertMany(place, participant, count / 2, null)
    await insertMany(place, participant, count, first!)
  }
  for (const statistics of ['unknown', 'known']) {
    if (statistics === 'known') await database.pool.query('vacuum analyze comments')
    const [few, many] = [await rowsRead(short), await rowsRead(long)]
    expect(few, statistics).toBeGreaterThan(20)
    expect(many, statistics).toBeLessThanOrEqual(few * 1.2)
  }
})

test('whom a reader blocked is folded for that reader alone', async () => {
  const place = await aPlace()
  const [loud, reader] = [await aPerson(database), await aPerson(database)]
  await comment(place, loud, { body: 'Loud' })
  const { authorId } = (await read(place)).items[0]!
  await place.door.perform(blockPerson, reader, { callId: place.callId, participantId: authorId })
  expect((await read(place, reader)).items).toMatchObject([{ body: 'Loud', folded: true }])
  expect((await read(place)).items).toMatchObject([{ body: 'Loud', folded: false }])
})

test('where contributions wait for a moderator, comments do too', async () => {
  const place = await aPlace()
  await changeSettings(place, { moderation: 'before' })
  const { result } = await comment(place, aGuest())
  expect(result.state).toBe('held')
  expect((await read(place)).items).toEqual([])
  expect(await totalOf(place)).toBe(0)
})

async function aCommenter(place: Place): Promise<string> {
  await comment(place, aGuest())
  const [row] = await database.query<{ participant_id: string }>(sql`
    delete from comments where call_id = ${place.callId} and target = ${place.target} returning participant_id`)
  return row!.participant_id
}

async function insertMany(
  place: Place,
  participantId: string,
  count: number,
  parentId: string | null,
  state = 'published'
): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId())
  await database.query(sql`
    insert into comments (call_id, target, comment_id, parent_id, in_reply_to, participant_id, body, state, channel, made_at)
    select ${place.callId}, ${place.target}, id, ${parentId}, ${parentId}, ${participantId}, 'Comment', ${state}, 'web', now()
    from unnest(${ids}::uuid[]) as id`)
  return ids
}

/** How many rows and index entries of comments PostgreSQL fetches for a first page. */
async function rowsRead(place: Place): Promise<number> {
  const count = async () => {
    const { rows } = await database.pool.query<{ read: number }>(`
      select seq_tup_read + (select sum(idx_tup_read) from pg_stat_user_indexes where relname = 'comments') as read
      from pg_stat_user_tables where relname = 'comments'`)
    return Number(rows[0]!.read)
  }
  const settle = async () => {
    // Each connection reports its counts when it is asked to, or a while later.
    const clients = await Promise.all(Array.from({ length: 6 }, () => database.pool.connect()))
    for (const client of clients) await client.query('select pg_stat_force_next_flush()')
    for (const client of clients) client.release()
    await database.pool.query('select pg_stat_clear_snapshot()')
  }
  await settle()
  const before = await count()
  const page = await read(place)
  expect(page.items).toHaveLength(20)
  await settle()
  return (await count()) - before
}
