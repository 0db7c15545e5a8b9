import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../../tests/support/database.ts'
import { aCall, aGuest, anIdea, aPerson } from '../../../tests/support/world.ts'
import type { World } from '../../../tests/support/world.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import { methods } from '../../methods/index.ts'
import { erasePerson } from '../person/acts.ts'
import { findMosaic } from '../contribution/mosaic.ts'
import {
  acceptThemes,
  createTheme,
  dropTheme,
  mergeThemes,
  placeContributions,
  renameTheme,
  setCopiesApart,
  splitTheme,
  wantAnalysisAct
} from './acts.ts'
import { AnalysisPool } from './analysis-pool.server.ts'
import { placeFresh, runAnalysis } from './run-analysis.server.ts'
import { findDesk, listCopiesView, listMembersView, listThemesView } from './views.ts'

let database: Database
let world: World
const pool = new AnalysisPool()
beforeAll(async () => void (database = await freshDatabase()))
beforeEach(async () => void (world = await aCall(database)))
afterAll(async () => {
  await pool.close()
  await database.close()
})

const trees = [
  'Plant more trees by the school',
  'Old trees need water',
  'Trees along the avenue',
  'Shade of trees in parks'
]
const buses = [
  'A bus at night',
  'Night buses on weekends',
  'The bus should come more often',
  'Bus stops need roofs'
]

async function said(titles: readonly string[]): Promise<string[]> {
  const ids = []
  for (const title of titles)
    ids.push((await anIdea(world, await aPerson(database), { title, text: title })).contributionId)
  return ids
}

const means = () => ({ database, methods, pool })

async function analysed(): Promise<void> {
  await world.door.perform(wantAnalysisAct, world.owner, { callId: world.callId })
  while (await runAnalysis(means()));
}

const desk = () => world.door.look(findDesk, world.owner, { callId: world.callId })
const membersOf = async (themeId?: string) =>
  (
    await world.door.look(listMembersView, world.owner, {
      callId: world.callId,
      ...(themeId ? { themeId } : {})
    })
  ).items
    .map(item => item.contributionId)
    .toSorted()
const shown = async () => (await world.door.look(listThemesView, aGuest(), { callId: world.callId })).items
const act = <Input extends object>(input: Input) => ({ callId: world.callId, ...input })

describe('an analysis', () => {
  test('finds what many speak of and what was said twice, and says who was heard', async () => {
    const green = await said(trees)
    const moving = await said(buses)
    const [twice] = await said(['Plant more trees near the school'])
    await analysed()
    const { analysis, themes, copies } = await desk()
    expect(analysis).toMatchObject({
      state: 'done',
      contributions: 9,
      report: { channels: [{ key: 'web', count: 9 }], gaps: expect.any(Array) }
    })
    expect(themes.length).toBeGreaterThanOrEqual(2)
    for (const { themeId } of themes) {
      const members = await membersOf(themeId)
      // Each is about one thing, though a word more or less may leave somebody out.
      expect(members.every(id => moving.includes(id)) || members.every(id => !moving.includes(id))).toBe(true)
    }
    expect(copies).toBe(1)
    const { items } = await world.door.look(listCopiesView, world.owner, { callId: world.callId })
    expect([items[0]!.one.contributionId, items[0]!.other.contributionId]).toEqual(
      [green[0], twice].toSorted()
    )
    expect(await shown()).toEqual([])
  })

  test('keeps the ids and names of themes that live on, and what people decided', async () => {
    const green = await said(trees)
    await said(buses)
    await analysed()
    const before = (await desk()).themes
    const treeTheme = before.find(theme => theme.samples.some(sample => green.includes(sample.id)))!
    const { door, owner } = world
    await door.perform(acceptThemes, owner, act({ themeIds: [treeTheme.themeId] }))
    await door.perform(
      renameTheme,
      owner,
      act({ themeId: treeTheme.themeId, name: 'Trees', was: treeTheme.name })
    )
    await said(['Trees at the bus stop', 'Water for young trees'])
    await analysed()
    const after = (await desk()).themes
    expect(after.map(theme => theme.themeId).toSorted()).toEqual(
      before.map(theme => theme.themeId).toSorted()
    )
    const kept = after.find(theme => theme.themeId === treeTheme.themeId)!
    expect(kept).toMatchObject({ name: 'Trees', state: 'accepted', decidedMembers: 4 })
    expect(kept.suggested?.name).not.toBe('Trees')
  })

  test('places what comes later on frozen weights, once, and asks for a new one when much came', async () => {
    const green = await said(trees)
    await said(buses)
    await analysed()
    const [late] = await said(['More trees for the old avenue'])
    expect(await placeFresh(means())).toBe(1)
    expect(await placeFresh(means())).toBe(0)
    const { themes, analysis } = await desk()
    expect(analysis).toMatchObject({ placedSince: 1 })
    const treeTheme = themes.find(theme => theme.samples.some(sample => green.includes(sample.id)))!
    expect(await membersOf(treeTheme.themeId)).toContain(late)
  })
})

describe('themes at the desk', () => {
  async function suggested() {
    const green = await said(trees)
    const moving = await said(buses)
    await analysed()
    const { themes } = await desk()
    const of = (ids: string[]) => themes.find(theme => theme.samples.some(sample => ids.includes(sample.id)))!
    return { green, moving, treeTheme: of(green), busTheme: of(moving) }
  }

  test('are public once accepted, in list and picture', async () => {
    const { treeTheme, busTheme, green } = await suggested()
    const { door, owner, callId, stepId } = world
    const { result } = await door.perform(
      acceptThemes,
      owner,
      act({ themeIds: [treeTheme.themeId, busTheme.themeId] })
    )
    expect(result.placed).toBe(8)
    expect((await shown()).map(theme => theme.contributions)).toEqual([4, 4])
    await door.perform(
      placeContributions,
      owner,
      act({ contributionIds: [green[0]!], themeId: busTheme.themeId })
    )
    expect((await shown()).map(theme => [theme.themeId, theme.contributions])).toEqual([
      [busTheme.themeId, 5],
      [treeTheme.themeId, 3]
    ])
    const mosaic = await door.look(findMosaic, aGuest(), { callId, stepId })
    expect(new Map(mosaic.themes.map(theme => [theme.theme, theme.count]))).toEqual(
      new Map([
        [busTheme.themeId, 5],
        [treeTheme.themeId, 3]
      ])
    )
  })

  test('are merged, split, dropped and made by hand; the machine’s word stays beside it', async () => {
    const { treeTheme, busTheme, green, moving } = await suggested()
    const { door, owner } = world
    await door.perform(mergeThemes, owner, act({ into: treeTheme.themeId, themeIds: [busTheme.themeId] }))
    expect(await membersOf(treeTheme.themeId)).toEqual([...green, ...moving].toSorted())
    const split = await door.perform(
      splitTheme,
      owner,
      act({ themeId: treeTheme.themeId, name: 'Buses', contributionIds: moving })
    )
    expect(await membersOf(split.result.themeId)).toEqual(moving.toSorted())
    const made = await door.perform(createTheme, owner, act({ name: 'Shade', contributionIds: [green[3]!] }))
    expect((await shown()).map(theme => theme.name)).toEqual(['Shade'])
    await door.perform(dropTheme, owner, act({ themeId: made.result.themeId }))
    expect(await membersOf()).toEqual([green[3]])
    const { items } = await door.look(listMembersView, owner, act({}))
    expect(items[0]).toMatchObject({ suggestedTheme: treeTheme.themeId, decidedTheme: null, isDecided: true })
    await analysed()
    expect(await membersOf()).toEqual([green[3]])
  })

  test('that somebody else changed meanwhile are not changed over that', async () => {
    const { treeTheme, busTheme } = await suggested()
    const { door, owner } = world
    const rename = (name: string) =>
      door.perform(renameTheme, owner, act({ themeId: treeTheme.themeId, name, was: treeTheme.name }))
    const ends = await Promise.allSettled([rename('Trees'), rename('Green')])
    expect(ends.filter(end => end.status === 'rejected').map(end => end.reason.code)).toEqual([
      'changed-meanwhile'
    ])
    await door.perform(mergeThemes, owner, act({ into: busTheme.themeId, themeIds: [treeTheme.themeId] }))
    await expect(
      door.perform(acceptThemes, owner, act({ themeIds: [treeTheme.themeId] }))
    ).rejects.toMatchObject({ code: 'changed-meanwhile' })
    await expect(
      door.perform(mergeThemes, owner, act({ into: busTheme.themeId, themeIds: [busTheme.themeId] }))
    ).rejects.toMatchObject({ problems: [{ path: 'themeIds', code: 'same' }] })
    await expect(
      door.perform(renameTheme, owner, act({ themeId: busTheme.themeId, name: ' ', was: busTheme.name }))
    ).rejects.toMatchObject({ problems: [{ path: 'name', code: 'required' }] })
  })

  test('do not take contributions of another call', async () => {
    const elsewhere = (await said(['Elsewhere'])).at(0)!
    world = await aCall(database)
    const { treeTheme } = await suggested()
    await expect(
      world.door.perform(
        placeContributions,
        world.owner,
        act({ contributionIds: [elsewhere], themeId: treeTheme.themeId })
      )
    ).rejects.toMatchObject({ problems: [{ path: 'contributionIds' }] })
  })
})

test('near-copies that a person told apart stay apart', async () => {
  const [one, other] = (await said(['A bench by the old mill', 'A bench at the old mill'])).toSorted()
  await analysed()
  expect((await desk()).copies).toBe(1)
  await world.door.perform(setCopiesApart, world.owner, act({ pairs: [{ one: one!, other: other! }] }))
  await analysed()
  expect((await desk()).copies).toBe(0)
  await expect(
    world.door.perform(setCopiesApart, world.owner, act({ pairs: [{ one: one!, other: other! }] }))
  ).rejects.toMatchObject({ code: 'changed-meanwhile' })
})

test('what an erased person said is in no theme and no weights any more, and its call is read anew', async () => {
  const [first] = await said(trees)
  const author = await aPerson(database)
  const { contributionId } = await anIdea(world, author, {
    title: 'Plant more trees near the school',
    text: ''
  })
  await analysed()
  expect((await desk()).copies).toBe(1)
  await world.door.perform(erasePerson, author, { confirm: 'erase' })
  const rows = await database.query(sql`
    select 1 from theme_members where call_id = ${world.callId} and contribution_id = ${contributionId}
    union all select 1 from near_copies where call_id = ${world.callId}
    union all select 1 from analyses where call_id = ${world.callId} and (model is not null or state <> 'wanted')`)
  expect(rows).toEqual([])
  while (await runAnalysis(means()));
  expect((await desk()).themes.flatMap(theme => theme.samples.map(sample => sample.id))).not.toContain(
    contributionId
  )
  expect(first).toBeDefined()
})

test('an analysis that a crash broke off is taken up again', async () => {
  await said(trees)
  await world.door.perform(wantAnalysisAct, world.owner, { callId: world.callId })
  await database.query(sql`
    update analyses set state = 'running', wanted_at = now() - interval '10 minutes' where call_id = ${world.callId}`)
  expect(await runAnalysis(means())).toBe(true)
  expect((await desk()).analysis).toMatchObject({ state: 'done' })
})
