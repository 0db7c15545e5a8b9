import { afterAll, describe, expect, test } from 'vitest'
import { inputSchema } from '../../src/api/input-schema.ts'
import { acts } from '../../src/core/acts.ts'
import { listCalls } from '../../src/core/call/views.ts'
import { newId } from '../../src/core/door/id.ts'
import { listLines } from '../../src/core/ledger/views.ts'
import { views } from '../../src/core/views.ts'
import { freshDatabase } from '../support/database.ts'
import { aCall, aGuest } from '../support/world.ts'
import { titleOf, readAccess } from './access-table.ts'
import type { Kind } from './access-table.ts'
import { attempts } from './attempts/index.ts'
import { fingerprint } from './fingerprint.ts'
import { aScene, aStranger, definitionsFor, endOf } from './scene.ts'

const outsiders: readonly Kind[] = [
  'guest',
  'guest-author',
  'signed-in',
  'contributor',
  'owner-elsewhere',
  'former-owner',
  'erased'
]

const database = await freshDatabase()
const definitions = definitionsFor(database)
afterAll(() => database.close())

/** An input with everything that leads to a call leading to another one. */
function aimed(input: object, at: { callId: string; slug: string; stepId: string }): object {
  const names = { callId: at.callId, call: at.slug, log: at.callId, stepId: at.stepId }
  return { ...input, ...Object.fromEntries(Object.entries(names).filter(([name]) => name in input)) }
}

/** One row of each act and view that is told which call it is about. */
const ofCalls = [...new Map(readAccess().map(row => [row.name, titleOf(row)]))].filter(([name]) => {
  const named = Object.keys(inputSchema((acts.get(name) ?? views.get(name))!).properties ?? {})
  return ['callId', 'call', 'log'].some(key => named.includes(key))
})

describe.each(ofCalls)('%s', (name, title) => {
  test('tells outsiders of a draft what it tells them of a call that never was', async () => {
    const attempt = attempts[title]!
    const { scene, actors } = await aScene(database, attempt, outsiders)
    const input = (await attempt.input(scene, await aStranger(scene))) as object
    const draft = await aCall(database, { organisation: scene, door: scene, state: 'draft' })
    const ofDraft = aimed(input, draft)
    const ofNone = aimed(input, { callId: newId(), slug: `call-${newId()}`, stepId: newId() })
    const before = await fingerprint(database)
    for (const [kind, { who }] of actors) {
      const definition = definitions.get(name)!
      const told = await endOf(scene, definition, who, ofDraft)
      expect([kind, told]).toEqual([kind, await endOf(scene, definition, who, ofNone)])
      expect([kind, told]).not.toEqual([kind, 'done'])
    }
    expect(await fingerprint(database)).toEqual(before)
  })
})

test('no list shows a draft, nor a call that only those with its address may find', async () => {
  const { scene, actors } = await aScene(database, {}, [
    'guest',
    'signed-in',
    'organiser',
    'operator'
  ] as const)
  const draft = await aCall(database, { organisation: scene, door: scene, state: 'draft' })
  const unlisted = await aCall(database, {
    organisation: scene,
    door: scene,
    fields: { visibility: 'unlisted' }
  })
  for (const { who } of actors.values()) {
    for (const wish of [{}, { q: 'town' }, { state: 'open' }]) {
      const { items } = await scene.door.look(listCalls, who, { ...wish, limit: 50 })
      const ids = items.map(item => item.callId)
      expect(ids).toContain(scene.callId)
      expect(ids).not.toContain(draft.callId)
      expect(ids).not.toContain(unlisted.callId)
    }
  }
})

test('the organisation’s own record says nothing of a draft', async () => {
  const { scene } = await aScene(database, {})
  const draft = await aCall(database, { organisation: scene, door: scene, state: 'draft' })
  const { items } = await scene.door.look(listLines, aGuest(), { log: scene.organisationId })
  expect(JSON.stringify(items)).not.toContain(draft.callId)
})
