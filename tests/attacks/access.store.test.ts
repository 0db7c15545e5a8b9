import { afterAll, describe, expect, test } from 'vitest'
import { acts } from '../../src/core/acts.ts'
import type { RefusalCode } from '../../src/core/door/refusal.ts'
import { views } from '../../src/core/views.ts'
import { freshDatabase } from '../support/database.ts'
import { aCall } from '../support/world.ts'
import { kinds, readAccess, titleOf } from './access-table.ts'
import type { Kind, Row } from './access-table.ts'
import type { Attempt, Scene } from './attempts/attempt.ts'
import { attempts } from './attempts/index.ts'
import { actorOfCall } from './cast.ts'
import type { Actor } from './cast.ts'
import { fingerprint } from './fingerprint.ts'
import { aScene, aStranger, definitionsFor, endOf } from './scene.ts'

const rows = readAccess()

const database = await freshDatabase()
const definitions = definitionsFor(database)
afterAll(() => database.close())

describe('the table', () => {
  test('has a row for every act and every view', () => {
    const named = new Set(rows.map(row => row.name))
    const missing = [...acts.keys(), ...views.keys()].filter(name => !named.has(name))
    expect(missing, 'write a row in tests/attacks/access.csv for each of these').toEqual([])
  })

  test('has no row for anything else, and none twice', () => {
    const titles = rows.map(titleOf)
    expect(rows.filter(row => !acts.has(row.name) && !views.has(row.name)).map(titleOf)).toEqual([])
    expect(titles.filter((title, n) => titles.indexOf(title) < n)).toEqual([])
  })

  test('has a way to try each row', () => {
    const untried = rows.map(titleOf).filter(title => !(title in attempts))
    expect(untried, 'say in tests/attacks/attempts how each of these is tried').toEqual([])
    expect(Object.keys(attempts).filter(title => !rows.some(row => titleOf(row) === title))).toEqual([])
  })
})

describe.each(rows.map(row => [titleOf(row), row] as const))('%s', (title, row) => {
  test('is refused to whom it must be, and nothing changes', async () => {
    const attempt = attempts[title]!
    const refused = kinds.filter(kind => row.cells[kind] !== 'yes')
    if (refused.length === 0) return
    const { scene, actors } = await aScene(database, attempt, refused)
    // About somebody who is none of them: what is the own of each is tried below.
    const input = await attempt.input(scene, await aStranger(scene))
    await expectRefusals(scene, row, attempt, actors, input)
  })

  test('is done by whom it may be', async () => {
    const attempt = attempts[title]!
    const allowed = kinds.filter(kind => row.cells[kind] !== 'no')
    const ends: Record<string, string> = {}
    for (const group of groupsOf(row, allowed)) {
      const { scene, actors } = await aScene(database, attempt, group)
      for (const [kind, actor] of actors) {
        const input = await attempt.input(scene, actor.self ?? (await aStranger(scene)))
        ends[kind] = await endOf(scene, definitions.get(row.name)!, actor.who, input)
      }
    }
    // Each refusal about access is named with whom it befell; and somebody must get through, else the input proves nothing.
    expect(Object.entries(ends).filter(([, end]) => isAboutAccess(end, attempt))).toEqual([])
    expect(Object.values(ends)).toContain('done')
  })

  test('reaches no further than a role given for one call', async () => {
    const attempt = attempts[title]!
    const gained = (['organiser', 'moderator', 'juror', 'analyst'] as const).filter(
      role => row.cells[role] === 'yes' && row.cells['signed-in'] !== 'yes'
    )
    if (gained.length === 0 || row.name === 'organisation.leave') return
    const { scene } = await aScene(database, attempt)
    const elsewhere = await aCall(database, { organisation: scene, door: scene })
    const input = await attempt.input(scene, await aStranger(scene))
    const strangers = new Map<string, Actor>()
    for (const role of gained)
      strangers.set(`${role} of another call`, await actorOfCall(role, scene, elsewhere.callId))
    const isOfCall = /\{(callId|call|log)\}/.test(definitions.get(row.name)!.http)
    if (!isOfCall)
      for (const role of gained)
        strangers.set(`${role} of one call`, await actorOfCall(role, scene, scene.callId))
    await expectRefusals(scene, row, attempt, strangers, input)
    if (!isOfCall) return
    for (const role of gained) {
      const { scene: own } = await aScene(database, attempt)
      const actor = await actorOfCall(role, own, own.callId)
      const end = await endOf(
        own,
        definitions.get(row.name)!,
        actor.who,
        await attempt.input(own, await aStranger(own))
      )
      expect(isAboutAccess(end, attempt), `${role} of this call: ${end}`).toBe(false)
    }
  })
})

/** Views leave everything as it is, so all look at one scene; an act may use up what it is tried on. */
const groupsOf = (row: Row, allowed: readonly Kind[]): readonly (readonly Kind[])[] =>
  views.has(row.name) ? [allowed] : allowed.map(kind => [kind])

async function expectRefusals(
  scene: Scene,
  row: Row,
  attempt: Attempt,
  actors: ReadonlyMap<string, Actor>,
  input: unknown
): Promise<void> {
  const before = await fingerprint(database)
  const ends: Record<string, string> = {}
  for (const [kind, { who }] of actors)
    ends[kind] = await endOf(scene, definitions.get(row.name)!, who, input)
  expect(Object.entries(ends).filter(([, end]) => !isAboutAccess(end, attempt))).toEqual([])
  expect(await fingerprint(database)).toEqual(before)
}

const accessCodes: readonly RefusalCode[] = ['not-allowed', 'not-signed-in', 'sign-in-required', 'not-found']

const isAboutAccess = (end: string, { turnedAway }: Attempt): boolean =>
  end === turnedAway || accessCodes.includes(end as RefusalCode)
