import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { acts } from '../../src/core/acts.ts'
import type { AnyAct, AnyView } from '../../src/core/door/act.ts'
import { Refusal } from '../../src/core/door/refusal.ts'
import type { RefusalCode } from '../../src/core/door/refusal.ts'
import type { Who } from '../../src/core/door/who.ts'
import { domainProof } from '../../src/core/organisation/domain.server.ts'
import { verifyDomainWith } from '../../src/core/organisation/acts.ts'
import { views } from '../../src/core/views.ts'
import type { Database } from '../../src/db/database.server.ts'
import { sql } from '../../src/db/sql.server.ts'
import { freshDatabase } from '../support/database.ts'
import { aCall, aDoor, aGuest, anIdea, anOrganisation, closeSteps } from '../support/world.ts'
import type { SignedIn } from '../support/world.ts'
import { kinds, readAccess, titleOf } from './access-table.ts'
import type { Kind, Row } from './access-table.ts'
import type { Attempt, Scene } from './attempts/attempt.ts'
import { callAttempts } from './attempts/calls.ts'
import { contributionAttempts } from './attempts/contributions.ts'
import { organisationAttempts } from './attempts/organisations.ts'
import { peopleAttempts } from './attempts/people.ts'
import { actorOf, actorOfCall } from './cast.ts'
import type { Actor } from './cast.ts'
import { fingerprint } from './fingerprint.ts'

const rows = readAccess()
const attempts: Readonly<Record<string, Attempt>> = {
  ...callAttempts,
  ...contributionAttempts,
  ...peopleAttempts,
  ...organisationAttempts
}
const definitions = new Map<string, AnyAct | AnyView>([...acts, ...views])

let database: Database

beforeAll(async () => {
  database = await freshDatabase()
  // Nobody's name servers are asked by a test: every domain says whatever any organisation here needs.
  const lookUp = async () => {
    const tokens = await database.query<{ domain_token: string }>(sql`select domain_token from organisations`)
    return tokens.map(row => domainProof(row.domain_token))
  }
  definitions.set('organisation.verify-domain', verifyDomainWith(lookUp))
})
afterAll(() => database.close())

describe('the table', () => {
  test('has a row for every act and every view', () => {
    const named = new Set(rows.map(row => row.name))
    const missing = [...definitions.keys()].filter(name => !named.has(name))
    expect(missing, 'write a row in tests/attacks/access.csv for each of these').toEqual([])
  })

  test('has no row for anything else, and none twice', () => {
    const titles = rows.map(titleOf)
    expect(rows.filter(row => !definitions.has(row.name)).map(titleOf)).toEqual([])
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
    const { scene, actors } = await aScene(attempt, refused)
    // About somebody who is none of them: what is the own of each is tried below.
    const input = await attempt.input(scene, await anOwner(scene))
    await expectRefusals(scene, row, attempt, actors, input)
  })

  test('is done by whom it may be', async () => {
    const attempt = attempts[title]!
    const allowed = kinds.filter(kind => row.cells[kind] !== 'no')
    const ends: Record<string, string> = {}
    for (const group of groupsOf(row, allowed)) {
      const { scene, actors } = await aScene(attempt, group)
      for (const [kind, actor] of actors) {
        const input = await attempt.input(scene, actor.self ?? (await anOwner(scene)))
        ends[kind] = await endOf(scene, row, actor.who, input)
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
    const { scene } = await aScene(attempt, [])
    const elsewhere = await aCall(database, { organisation: scene, door: scene })
    const input = await attempt.input(scene, await anOwner(scene))
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
      const { scene: own } = await aScene(attempt, [])
      const actor = await actorOfCall(role, own, own.callId)
      const end = await endOf(own, row, actor.who, await attempt.input(own, await anOwner(own)))
      expect(isAboutAccess(end, attempt), `${role} of this call: ${end}`).toBe(false)
    }
  })
})

/** Views leave everything as it is, so all look at one scene; an act may use up what it is tried on. */
const groupsOf = (row: Row, allowed: readonly Kind[]): readonly (readonly Kind[])[] =>
  views.has(row.name) ? [allowed] : allowed.map(kind => [kind])

/** A call as the attempt wants it, somebody's idea in it, and people of these kinds. */
async function aScene(
  attempt: Attempt,
  wanted: readonly Kind[]
): Promise<{ scene: Scene; actors: Map<Kind, Actor> }> {
  const isDraft = attempt.call === 'draft'
  const organisation = await anOrganisation(database)
  // A door of its own: the limits of one scene do not meet another's.
  const door = aDoor(database)
  const people = await aCall(database, { organisation, door })
  const actors = new Map<Kind, Actor>()
  for (const kind of wanted) actors.set(kind, await actorOf(kind, people))
  const { contributionId } = await anIdea(people, aGuest(), { name: 'Author' })
  const world = isDraft ? await aCall(database, { organisation, door, state: 'draft' }) : people
  if (attempt.call === 'closed') await closeSteps(world)
  // Authors come first: a step that guests may not write in is closed to them after they have.
  await setSettings(world.callId, attempt.settings ?? {})
  return { scene: { ...world, contributionId }, actors }
}

async function setSettings(callId: string, settings: Record<string, unknown>): Promise<void> {
  await database.query(
    sql`update steps set settings = settings || ${JSON.stringify(settings)} where call_id = ${callId}`
  )
  await database.query(sql`update calls set revision = revision + 1 where call_id = ${callId}`)
}

/** Somebody signed in of whom nobody else is. */
const anOwner = async (scene: Scene): Promise<SignedIn> =>
  (await actorOf('signed-in', scene)).self as SignedIn

async function expectRefusals(
  scene: Scene,
  row: Row,
  attempt: Attempt,
  actors: ReadonlyMap<string, Actor>,
  input: unknown
): Promise<void> {
  const before = await fingerprint(database)
  const ends: Record<string, string> = {}
  for (const [kind, { who }] of actors) ends[kind] = await endOf(scene, row, who, input)
  expect(Object.entries(ends).filter(([, end]) => !isAboutAccess(end, attempt))).toEqual([])
  expect(await fingerprint(database)).toEqual(before)
}

/** `done`, or the code of the refusal. */
async function endOf({ door }: Scene, { name }: Row, who: Who, input: unknown): Promise<string> {
  const definition = definitions.get(name)!
  try {
    await ('lines' in definition ? door.perform(definition, who, input) : door.look(definition, who, input))
    return 'done'
  } catch (error) {
    if (error instanceof Refusal)
      return `${error.code} ${error.problems.map(one => `${one.path}: ${one.code}`).join()}`.trim()
    throw error
  }
}

const accessCodes: readonly RefusalCode[] = ['not-allowed', 'not-signed-in', 'sign-in-required', 'not-found']

const isAboutAccess = (end: string, { turnedAway }: Attempt): boolean =>
  end === turnedAway || accessCodes.includes(end as RefusalCode)
