import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aCall, aGuest, anIdea, aPerson } from '../../../../tests/support/world.ts'
import type { World } from '../../../../tests/support/world.ts'
import { freshDatabase } from '../../../../tests/support/database.ts'
import type { Database } from '../../../db/database.server.ts'
import { isSameResult, recount } from '../../../methods/recount.ts'
import { methods } from '../../../methods/index.ts'
import { changeCall } from '../../call/acts.ts'
import { withdrawContribution } from '../../contribution/acts.ts'
import type { Who } from '../../door/who.ts'
import { folderStorage } from '../../file/folder-storage.server.ts'
import { listLines } from '../../ledger/views.ts'
import { decideTarget } from '../../moderation/acts.ts'
import { Sequencer } from '../../ledger/sequencer.server.ts'
import { generateNoteKey, parseSkey } from '../../ledger/signed-note.ts'
import { verifyExport } from '../../ledger/verify/verify-export.ts'
import type { Verification } from '../../ledger/verify/verify-export.ts'
import { erasePerson } from '../../person/acts.ts'
import { giveResponse, takeBack } from '../../response/acts.ts'
import { makeResult } from '../../result/acts.ts'
import { findResultView } from '../../result/views.ts'
import { readExportZip } from '../read-export-zip.server.ts'
import { unpackResponses } from '../recount/packed.ts'
import { recountWith } from '../recount/recount-export.ts'
import { exportCall, materialOfResult, rankingOfResult } from '../views.ts'
import { Exports } from './exports.server.ts'

let database: Database
let folder: string
const key = generateNoteKey('mozaika.example')

beforeAll(async () => {
  database = await freshDatabase()
  folder = await mkdtemp(join(tmpdir(), 'mozaika-export-'))
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true })
})

/** Takes the place of the job: places lines as it does, counts, and places what that left. */
async function count(world: World): Promise<void> {
  const sequencer = new Sequencer(database, parseSkey(key.skey)!)
  await sequencer.run()
  const { callId, stepId } = world
  await world.door.perform(makeResult, { kind: 'system', job: 'test', personId: null }, { callId, stepId })
  await sequencer.run()
}

function exportsOf(world: World): Exports {
  const sequencer = new Sequencer(database, parseSkey(key.skey)!)
  return new Exports({
    database,
    storage: folderStorage(join(folder, 'files')),
    folder: join(folder, 'exports'),
    origin: 'https://mozaika.example',
    vkey: key.vkey,
    admit: (who, call) => world.door.look(exportCall, who, { call }),
    place: () => sequencer.run()
  })
}

async function exported(world: World, who: Who = aGuest()): Promise<Map<string, Uint8Array>> {
  const { stream } = await exportsOf(world).open(who, world.slug)
  const path = join(folder, `${world.slug}.zip`)
  await writeFile(path, await buffer(stream))
  return readExportZip(path)
}

const verified = (files: Map<string, Uint8Array>): Verification =>
  verifyExport(files, { key: key.vkey, recount: recountWith(methods) })

const textOf = (files: Map<string, Uint8Array>, path: string) => String(Buffer.from(files.get(path)!))
const rowsOf = (files: Map<string, Uint8Array>, path: string) =>
  textOf(files, path)
    .split('\n')
    .filter(Boolean)
    .map(row => JSON.parse(row))

async function supports(world: World, target: string, times: number): Promise<Who[]> {
  const { door, callId, stepId } = world
  return Promise.all(
    Array.from({ length: times }, async () => {
      const guest = aGuest()
      const { personId } = await door.perform(giveResponse, guest, { callId, stepId, target })
      return { ...guest, personId } as Who
    })
  )
}

/** Lets a step close in a moment, by a public change of its rules. */
async function close({ door, owner, callId, fields }: World): Promise<void> {
  const closesAt = new Date(Date.now() + 400).toISOString()
  const steps = fields.steps.map(step => ({ ...step, closesAt }))
  const reason = 'The test closes the step.'
  await door.perform(changeCall, owner, { callId, revision: 2, reason, fields: { ...fields, steps } })
  await new Promise(resolve => setTimeout(resolve, 450))
}

describe('the export of a call', () => {
  test('of a draft is refused, as is that of a call nobody knows', async () => {
    const world = await aCall(database, { state: 'draft' })
    await expect(exported(world)).rejects.toMatchObject({ code: 'not-found' })
    await expect(exported(world, world.owner)).rejects.toMatchObject({ code: 'not-open-yet' })
    await expect(exportsOf(world).open(aGuest(), 'no-such-call')).rejects.toMatchObject({ code: 'not-found' })
  })

  test('of an open call verifies, and says what cannot be known', async () => {
    const world = await aCall(database)
    const { contributionId } = await anIdea(world, aGuest(), { title: 'Benches', name: 'Олена' })
    await supports(world, contributionId, 3)
    const files = await exported(world)
    const { findings, unknown, facts } = verified(files)
    expect(findings).toEqual([])
    expect(unknown.map(({ code }) => code)).toContain('result-not-published')
    expect(facts).toMatchObject({ call: world.callId, contributions: 1, responses: 3, results: 0 })
    expect(rowsOf(files, 'authors.jsonl')).toEqual([{ contribution: contributionId, name: 'Олена' }])
    expect(textOf(files, 'contributions.csv')).toContain('Benches')
    expect(textOf(files, 'ledger/lines.jsonl')).not.toContain('Олена')
  })

  test('of a counted call holds a result that a recount confirms, here and in a browser', async () => {
    const world = await aCall(database, { settings: { ranking: 'decaying', halfLifeDays: 3 } })
    const ideas = []
    for (const title of ['One', 'Two', 'Three', 'Four']) ideas.push(await anIdea(world, aGuest(), { title }))
    for (const [n, idea] of ideas.entries()) await supports(world, idea.contributionId, [5, 2, 2, 0][n]!)
    const [changed] = await supports(world, ideas[0]!.contributionId, 1)
    const { callId, stepId, door } = world
    await door.perform(takeBack, changed!, { callId, stepId, target: ideas[0]!.contributionId })
    await close(world)
    await count(world)
    const files = await exported(world)
    const verification = verified(files)
    expect(verification.findings).toEqual([])
    expect(verification.unknown.map(({ code }) => code)).not.toContain('result-not-published')
    expect(verification.facts).toMatchObject({ responses: 9, results: 1 })

    const shown = await door.look(findResultView, aGuest(), { callId, stepId })
    const head = await door.look(materialOfResult, aGuest(), { callId, stepId })
    const tail = await door.look(materialOfResult, aGuest(), { callId, stepId, part: 'responses' })
    if (shown.state !== 'made' || !('contributions' in head) || !('responses' in tail))
      throw new Error('not counted')
    const again = recount({
      method: head.method,
      settings: head.settings,
      closedAt: head.closedAt!,
      contributions: head.contributions,
      responses: unpackResponses(tail.responses)
    })
    expect(isSameResult(again, shown.result)).toBe(true)
    const ranking = await door.look(rankingOfResult, aGuest(), { callId, stepId, limit: 3 })
    expect(ranking.items.map(({ title }) => title)).toEqual(['One', expect.any(String), expect.any(String)])
    expect(ranking.next).not.toBeNull()
  })

  test('shows nothing of responses whose totals are hidden, and all of them after the close', async () => {
    const world = await aCall(database, { settings: { totals: 'after-close' } })
    const { contributionId } = await anIdea(world, aGuest())
    await supports(world, contributionId, 4)
    const before = await exported(world)
    expect(rowsOf(before, 'responses.jsonl')).toEqual([])
    expect(textOf(before, 'responses.csv').trim()).not.toContain(contributionId)
    expect(verified(before)).toMatchObject({ ok: true, facts: { hidden: 4, responses: 0 } })
    await close(world)
    await count(world)
    const after = await exported(world)
    expect(verified(after)).toMatchObject({ ok: true, facts: { hidden: 0, responses: 4, results: 1 } })
  })

  test('keeps the words of what was withdrawn, and still verifies', async () => {
    const world = await aCall(database)
    const { contributionId, author } = await anIdea(world, aGuest(), { title: 'Regretted words' })
    await world.door.perform(withdrawContribution, author, { callId: world.callId, contributionId })
    const files = await exported(world)
    expect([...files.values()].some(bytes => Buffer.from(bytes).includes('Regretted'))).toBe(false)
    const { items } = await world.door.look(listLines, aGuest(), { log: world.callId })
    expect(JSON.stringify(items)).not.toContain('Regretted')
    expect(verified(files)).toMatchObject({ ok: true, facts: { sealed: 1, contributions: 0 } })
  })

  test('after an erasure holds no word of that person, verifies, and its recount equals the result', async () => {
    const world = await aCall(database)
    const person = await aPerson(database)
    const { contributionId } = await anIdea(world, person, { title: 'Erased words', name: 'Erased name' })
    const other = await anIdea(world, aGuest(), { title: 'Another' })
    await supports(world, contributionId, 3)
    await world.door.perform(giveResponse, person, {
      callId: world.callId,
      stepId: world.stepId,
      target: other.contributionId
    })
    await close(world)
    await count(world)
    await world.door.perform(erasePerson, person, { confirm: 'erase' })
    const files = await exported(world)
    const all = Buffer.concat([...files.values()])
    expect(all.includes('Erased')).toBe(false)
    expect(verified(files)).toMatchObject({
      ok: true,
      findings: [],
      facts: { contributions: 2, responses: 4, results: 1 }
    })
    expect(verified(files).facts.erased).toBeGreaterThan(0)
  })

  test('of a result whose contribution was hidden afterwards is confirmed, though its words are kept back', async () => {
    const world = await aCall(database)
    const { contributionId } = await anIdea(world, aGuest(), { title: 'Later hidden' })
    await supports(world, contributionId, 2)
    await close(world)
    await count(world)
    const decision = {
      decision: 'hide',
      ground: 'illegal',
      reason: 'A court ordered it.',
      rule: 'Court order'
    } as const
    await world.door.perform(decideTarget, world.owner, {
      callId: world.callId,
      kind: 'contribution',
      target: contributionId,
      ...decision
    })
    const files = await exported(world)
    expect(Buffer.concat([...files.values()]).includes('Later hidden')).toBe(false)
    expect(verified(files)).toMatchObject({
      ok: true,
      findings: [],
      facts: { contributions: 0, responses: 2, results: 1 }
    })
    const place = { callId: world.callId, stepId: world.stepId }
    const page = await world.door.look(materialOfResult, aGuest(), place)
    expect(page).toMatchObject({ contributions: [{ id: contributionId, title: null }] })
  })

  test('of a call with more lines than are read at a time is whole', async () => {
    const world = await aCall(database)
    const { contributionId } = await anIdea(world, aGuest())
    for (let n = 0; n < 11; n++) await supports(world, contributionId, 200)
    const files = await exported(world)
    expect(verified(files)).toMatchObject({ ok: true, facts: { responses: 2_200 } })
  })

  test('is made once for all who ask in a moment, and again when something was taken from view', async () => {
    const world = await aCall(database)
    const { contributionId, author } = await anIdea(world, aGuest(), { title: 'Taken back' })
    const exports = exportsOf(world)
    const fetched = async () => {
      const opened = await exports.open(aGuest(), world.slug)
      return { ...opened, bytes: await buffer(opened.stream) }
    }
    const [one, two] = await Promise.all([fetched(), fetched()])
    expect(one.bytes).toEqual(two.bytes)
    expect(one.name).toMatch(/^call-.*-\d{4}-\d\d-\d\d\.zip$/)
    expect(one.size).toBe(one.bytes.length)
    await anIdea(world, aGuest())
    expect((await fetched()).bytes).toEqual(one.bytes)
    await world.door.perform(withdrawContribution, author, { callId: world.callId, contributionId })
    expect((await fetched()).bytes).not.toEqual(one.bytes)
    const kept = await readdir(join(folder, 'exports'))
    await exports.close()
    expect((await readdir(join(folder, 'exports'))).length).toBe(kept.length - 1)
  })
})
