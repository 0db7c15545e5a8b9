import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../../tests/support/database.ts'
import { aCall, aGuest, anIdea, aPerson } from '../../../tests/support/world.ts'
import type { World } from '../../../tests/support/world.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import { methods } from '../../methods/index.ts'
import { changeCall } from '../call/acts.ts'
import { makeComment } from '../comment/acts.ts'
import { editContribution, withdrawContribution } from '../contribution/acts.ts'
import { findMosaic } from '../contribution/mosaic.ts'
import { findContributionView, listContributions } from '../contribution/views.ts'
import { newId } from '../door/id.ts'
import type { Who } from '../door/who.ts'
import { Exports } from '../exchange/export/exports.server.ts'
import { readExportZip } from '../exchange/read-export-zip.server.ts'
import { recountWith } from '../exchange/recount/recount-export.ts'
import { exportCall } from '../exchange/views.ts'
import { folderStorage } from '../file/folder-storage.server.ts'
import { Sequencer } from '../ledger/sequencer.server.ts'
import { generateNoteKey, parseSkey } from '../ledger/signed-note.ts'
import { verifyExport } from '../ledger/verify/verify-export.ts'
import { decideTarget } from '../moderation/acts.ts'
import { handRound } from '../notification/hand-round.server.ts'
import { erasePerson } from '../person/acts.ts'
import { giveResponse, takeBack } from '../response/acts.ts'
import { makeResult } from '../result/acts.ts'
import { findResultView } from '../result/views.ts'
import { mergeContributions, splitContribution, undoMerge, undoSplit } from './acts.ts'
import { findLineageView, listReshapingsView } from './views.ts'

let database: Database
let folder: string
const key = generateNoteKey('mozaika.example')
beforeAll(async () => {
  database = await freshDatabase()
  folder = await mkdtemp(join(tmpdir(), 'mozaika-merge-'))
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true })
})

const reason = 'Both ask for benches.'

interface Street extends World {
  readonly a: string
  readonly b: string
  readonly c: string
}

async function aStreet(settings: Record<string, unknown> = {}): Promise<Street> {
  const world = await aCall(database, { settings })
  const idea = async (title: string) =>
    (await anIdea(world, await aPerson(database), { title })).contributionId
  return {
    ...world,
    a: await idea('Benches by the river'),
    b: await idea('A bench at the river'),
    c: await idea('Seats near the water')
  }
}

async function supporter({ door, callId, stepId }: World, ...targets: string[]): Promise<Who> {
  const who = await aPerson(database)
  for (const target of targets) await door.perform(giveResponse, who, { callId, stepId, target })
  return who
}

const merge = (world: World, target: string, ...sources: string[]) =>
  world.door
    .perform(mergeContributions, world.owner, { callId: world.callId, target, sources, reason })
    .then(({ result }) => result)

const undo = (world: World, reshapingId: string) =>
  world.door
    .perform(undoMerge, world.owner, { callId: world.callId, reshapingId, reason: 'They differ after all.' })
    .then(({ result }) => result)

/** How many responses count at each, by the rows and by the totals that the record gave. */
async function counted(world: World, ...targets: string[]): Promise<number[]> {
  await new Sequencer(database, parseSkey(key.skey)!).run()
  const rows = await database.query<{ target: string; held: number }>(sql`
    select target, count(*) as held from responses where call_id = ${world.callId} and state = 'counted' group by 1`)
  const totals = await database.query<{ contribution_id: string; responses: number }>(sql`
    select contribution_id, responses from contribution_totals where call_id = ${world.callId}`)
  const held = targets.map(target => rows.find(row => row.target === target)?.held ?? 0)
  expect(targets.map(target => totals.find(row => row.contribution_id === target)?.responses ?? 0)).toEqual(
    held
  )
  return held
}

const listed = async ({ door, callId, stepId }: World) =>
  (await door.look(listContributions, aGuest(), { callId, stepId, order: 'newest' })).items.map(
    item => item.contributionId
  )

async function count(world: World): Promise<void> {
  const sequencer = new Sequencer(database, parseSkey(key.skey)!)
  await sequencer.run()
  const { callId, stepId } = world
  await world.door.perform(makeResult, { kind: 'system', job: 'test', personId: null }, { callId, stepId })
  await sequencer.run()
}

async function close({ door, owner, callId, fields }: World): Promise<void> {
  const closesAt = new Date(Date.now() + 400).toISOString()
  const steps = fields.steps.map(step => ({ ...step, closesAt }))
  await door.perform(changeCall, owner, {
    callId,
    revision: 2,
    reason: 'The test closes the step.',
    fields: { ...fields, steps }
  })
  await new Promise(resolve => setTimeout(resolve, 450))
}

/** What an export's own verifier says, its result counted again. */
async function verified(world: World) {
  const sequencer = new Sequencer(database, parseSkey(key.skey)!)
  const exports = new Exports({
    database,
    storage: folderStorage(join(folder, 'files')),
    folder: join(folder, 'exports'),
    origin: 'https://mozaika.example',
    vkey: key.vkey,
    admit: (who, call) => world.door.look(exportCall, who, { call }),
    place: () => sequencer.run()
  })
  const { stream } = await exports.open(aGuest(), world.slug)
  const path = join(folder, `${newId()}.zip`)
  await writeFile(path, await buffer(stream))
  return verifyExport(await readExportZip(path), { key: key.vkey, recount: recountWith(methods) })
}

describe('a merge', () => {
  test('carries each supporter once, and takes the merged one from lists and picture', async () => {
    const world = await aStreet()
    await supporter(world, world.a)
    await supporter(world, world.a, world.b)
    await supporter(world, world.b)
    const { carried, merged } = await merge(world, world.b, world.a)
    expect([merged, carried]).toEqual([1, 1])
    expect(await counted(world, world.a, world.b)).toEqual([0, 3])
    expect(await listed(world)).toEqual([world.c, world.b])
    const { callId, stepId, door } = world
    expect(await door.look(findMosaic, aGuest(), { callId, stepId })).toMatchObject({ contributions: 2 })
    expect(
      await door.look(findContributionView, aGuest(), { callId, contributionId: world.a })
    ).toMatchObject({
      title: 'Benches by the river',
      mergedInto: world.b
    })
    const lineage = await door.look(findLineageView, aGuest(), { callId, contributionId: world.a })
    expect(lineage).toMatchObject({
      mergedInto: world.b,
      links: [{ kind: 'merged', source: world.a, contribution: world.b }],
      deeds: [{ kind: 'merge', reason, isSource: true }]
    })
  })

  test('does not carry the support of whoever wrote the target, and undoing gives it back', async () => {
    const world = await aStreet()
    const me = await aPerson(database)
    const mine = (await anIdea(world, me, { title: 'My bench' })).contributionId
    const { callId, stepId } = world
    await world.door.perform(giveResponse, me, { callId, stepId, target: world.a })
    const { reshapingId } = await merge(world, mine, world.a)
    expect(await counted(world, world.a, mine)).toEqual([0, 0])
    expect(await undo(world, reshapingId)).toMatchObject({ undone: 1, restored: 1 })
    expect(await counted(world, world.a, mine)).toEqual([1, 0])
  })

  test('is undone whole: what was there comes back, except what was withdrawn since', async () => {
    const world = await aStreet()
    const { callId, stepId, door } = world
    const gone = await supporter(world, world.a)
    await supporter(world, world.a)
    await supporter(world, world.a, world.b)
    const { reshapingId } = await merge(world, world.b, world.a, world.c)
    expect(await counted(world, world.a, world.b)).toEqual([0, 3])
    await door.perform(takeBack, gone, { callId, stepId, target: world.b })
    await supporter(world, world.b)
    expect(await undo(world, reshapingId)).toMatchObject({ undone: 2, restored: 2 })
    expect(await counted(world, world.a, world.b, world.c)).toEqual([2, 2, 0])
    expect((await listed(world)).toSorted()).toEqual([world.a, world.b, world.c].toSorted())
    await expect(undo(world, reshapingId)).rejects.toMatchObject({ code: 'changed-meanwhile' })
    const { items } = await door.look(listReshapingsView, world.owner, { callId })
    expect(items).toMatchObject([{ kind: 'merge', undoneReason: 'They differ after all.' }])
  })

  test('of two into one keeps a supporter of both for the sake of the other', async () => {
    const world = await aStreet()
    await supporter(world, world.a, world.c)
    const first = await merge(world, world.b, world.a)
    await merge(world, world.b, world.c)
    expect(await counted(world, world.b)).toEqual([1])
    await undo(world, first.reshapingId)
    expect(await counted(world, world.a, world.b, world.c)).toEqual([1, 1, 0])
  })

  test('frees what a supporter of both had spent twice, and undoing lets nobody hold more than a budget', async () => {
    const world = await aStreet({ budget: 2 })
    const both = await supporter(world, world.a, world.b)
    const { reshapingId } = await merge(world, world.b, world.a)
    const { callId, stepId, door } = world
    await door.perform(giveResponse, both, { callId, stepId, target: world.c })
    expect(await undo(world, reshapingId)).toMatchObject({ restored: 0 })
    expect(await counted(world, world.a, world.b, world.c)).toEqual([0, 1, 1])
  })

  test('that has gone on is undone from its end', async () => {
    const world = await aStreet()
    await supporter(world, world.a)
    const first = await merge(world, world.b, world.a)
    const second = await merge(world, world.c, world.b)
    expect(await counted(world, world.a, world.b, world.c)).toEqual([0, 0, 1])
    await expect(undo(world, first.reshapingId)).rejects.toMatchObject({ code: 'merged' })
    await undo(world, second.reshapingId)
    await undo(world, first.reshapingId)
    expect(await counted(world, world.a, world.b, world.c)).toEqual([1, 0, 0])
  })

  test('is refused in a circle, of what is merged, hidden, taken back or in another call', async () => {
    const world = await aStreet()
    const { callId, door, owner } = world
    await merge(world, world.b, world.a)
    await expect(merge(world, world.a, world.b)).rejects.toMatchObject({ code: 'merged' })
    await expect(merge(world, world.c, world.a)).rejects.toMatchObject({ code: 'merged' })
    await expect(merge(world, world.c, world.c)).rejects.toMatchObject({ problems: [{ code: 'same' }] })
    await expect(merge(world, world.c, world.b, world.b)).rejects.toMatchObject({
      problems: [{ code: 'twice' }]
    })
    await door.perform(decideTarget, owner, {
      callId,
      kind: 'contribution',
      target: world.c,
      decision: 'hide',
      ground: 'spam',
      reason: 'It sells something.'
    } as never)
    await expect(merge(world, world.b, world.c)).rejects.toMatchObject({ code: 'gone' })
    const elsewhere = await aStreet()
    await expect(merge(world, world.b, elsewhere.a)).rejects.toMatchObject({ code: 'not-found' })
    await expect(
      door.perform(mergeContributions, owner, { callId, target: world.b, sources: [], reason: ' ' })
    ).rejects.toMatchObject({ problems: [{ path: 'sources' }, { path: 'reason' }] })
  })

  test('leaves what was merged to be read, and closes it to responses, comments and new versions', async () => {
    const world = await aStreet()
    const author = await aPerson(database)
    const own = (await anIdea(world, author)).contributionId
    await merge(world, world.b, own)
    const { callId, stepId, door } = world
    const refused = { code: 'merged' }
    await expect(supporter(world, own)).rejects.toMatchObject(refused)
    await expect(
      door.perform(makeComment, author, { callId, target: own, body: 'Still here.' })
    ).rejects.toMatchObject(refused)
    await expect(
      door.perform(editContribution, author, {
        callId,
        contributionId: own,
        version: 1,
        body: { title: 'Another', text: 'Text.' }
      })
    ).rejects.toMatchObject(refused)
    await door.perform(withdrawContribution, author, { callId, contributionId: own })
    const lines = await database.query<{ effect: string }>(sql`
      select counted->>'effect' as effect from ledger_lines where log_id = ${callId} and subject_id = ${own} order by line_id`)
    expect(lines.map(line => line.effect)).toEqual(['put', 'remove', 'note'])
    expect(stepId).toBeDefined()
  })

  test('by two organisers at once happens once', async () => {
    const world = await aStreet()
    await supporter(world, world.a)
    const ends = await Promise.allSettled([
      merge(world, world.b, world.a),
      merge(world, world.c, world.a),
      merge(world, world.a, world.b)
    ])
    expect(ends.filter(end => end.status === 'fulfilled')).toHaveLength(1)
    const held = await counted(world, world.a, world.b, world.c)
    expect(held.reduce((sum, one) => sum + one, 0)).toBe(1)
  })

  test('is told to the authors of both and to those whose support moved, once each', async () => {
    const world = await aStreet()
    const one = await supporter(world, world.a, world.b)
    const other = await supporter(world, world.b)
    await merge(world, world.b, world.a)
    await handRound(database)
    const told = async (who: Who) =>
      (
        await database.query(sql`
          select 1 from notifications where person_id = ${who.personId} and call_id = ${world.callId}`)
      ).length
    expect([await told(one), await told(other)]).toEqual([1, 0])
    const [{ total }] = (await database.query(sql`
      select count(*) as total from notifications where call_id = ${world.callId}`)) as [{ total: number }]
    expect(total).toBe(3)
  })

  test('stays counted right in the export, through undoing, close, result and an erasure', async () => {
    const world = await aStreet()
    const me = await supporter(world, world.a)
    await supporter(world, world.a, world.b)
    await supporter(world, world.c)
    await merge(world, world.b, world.a)
    const { reshapingId } = await merge(world, world.b, world.c)
    await undo(world, reshapingId)
    await world.door.perform(erasePerson, me, { confirm: 'erase' })
    await close(world)
    await expect(merge(world, world.b, world.c)).rejects.toMatchObject({ code: 'being-counted' })
    await count(world)
    const { callId, stepId, door } = world
    expect(await door.look(findResultView, aGuest(), { callId, stepId })).toMatchObject({
      result: { contributions: 2, responses: 3, ranking: [{ ids: [world.b], score: 2 }, { ids: [world.c] }] }
    })
    expect(await verified(world)).toMatchObject({ ok: true, findings: [] })
    const late = await merge(world, world.b, world.c)
    expect(late).toMatchObject({ responsesMoved: false, carried: 0 })
    expect(await listed(world)).toEqual([world.b])
    expect(await verified(world)).toMatchObject({ ok: true, findings: [] })
    await undo(world, late.reshapingId)
    expect(await verified(world)).toMatchObject({ ok: true, findings: [] })
  })
})

describe('a split', () => {
  const parts = [
    { title: 'Benches', text: 'To sit down.' },
    { title: 'Lamps', text: 'To see.' }
  ]
  const split = (world: World, contributionId: string, given = parts) =>
    world.door
      .perform(splitContribution, world.owner, {
        callId: world.callId,
        contributionId,
        parts: given,
        reason: 'It says two things.'
      })
      .then(({ result }) => result)

  test('makes parts of the same author with their origin; supporters stay with the original', async () => {
    const world = await aStreet()
    await supporter(world, world.a)
    const made = await split(world, world.a)
    const { callId, door } = world
    expect(await counted(world, world.a, ...made.parts)).toEqual([1, 0, 0])
    expect((await listed(world)).toSorted()).toEqual([world.a, world.b, world.c, ...made.parts].toSorted())
    const lineage = await door.look(findLineageView, aGuest(), { callId, contributionId: world.a })
    expect(lineage.links.map(link => [link.kind, link.source])).toEqual([
      ['split', world.a],
      ['split', world.a]
    ])
    const authors = async (contributionId: string) =>
      (await door.look(findContributionView, aGuest(), { callId, contributionId })).authorIds
    expect(await authors(made.parts[0]!)).toEqual(await authors(world.a))
    expect(await verified(world)).toMatchObject({ ok: true, findings: [] })
  })

  test('is undone: its parts go from view, unless one was merged since', async () => {
    const world = await aStreet()
    const { callId, door, owner } = world
    const made = await split(world, world.a)
    const undoIt = () =>
      door.perform(undoSplit, owner, { callId, reshapingId: made.reshapingId, reason: 'It was one.' })
    const merged = await merge(world, world.b, made.parts[0]!)
    await expect(undoIt()).rejects.toMatchObject({ code: 'merged' })
    await undo(world, merged.reshapingId)
    expect((await undoIt()).result).toMatchObject({ undone: 2 })
    expect(await listed(world)).toEqual([world.c, world.b, world.a])
    expect(await verified(world)).toMatchObject({ ok: true, findings: [] })
  })

  test('of a merged one is refused, and each part is judged by the method, beside its field', async () => {
    const world = await aStreet()
    await merge(world, world.b, world.a)
    await expect(split(world, world.a)).rejects.toMatchObject({ code: 'merged' })
    await expect(split(world, world.b, [parts[0]!, { title: '', text: '' }])).rejects.toMatchObject({
      problems: [{ path: 'parts.1.title' }]
    })
    await expect(split(world, world.b, [parts[0]!])).rejects.toMatchObject({ problems: [{ path: 'parts' }] })
  })
})
