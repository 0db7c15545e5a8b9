import { afterAll, describe, expect, test } from 'vitest'
import type { AnyAct } from '../../src/core/door/act.ts'
import { acts } from '../../src/core/acts.ts'
import type { Who } from '../../src/core/door/who.ts'
import { freshDatabase } from '../support/database.ts'
import { kinds, readAccess, titleOf } from './access-table.ts'
import type { Row } from './access-table.ts'
import { attempts } from './attempts/index.ts'
import type { Scene } from './attempts/attempt.ts'
import { fingerprint } from './fingerprint.ts'
import { changedAt, placesOf } from './places.ts'
import type { Path } from './places.ts'
import { aScene, aStranger, definitionsFor, knock } from './scene.ts'

const database = await freshDatabase()
const definitions = definitionsFor(database)
afterAll(() => database.close())

/** One row of each act. */
const rows = [...new Map(readAccess().map(row => [row.name, row])).values()].filter(row => acts.has(row.name))

/** A right input, somebody who may send it, and the act. */
async function aRight(row: Row): Promise<{ scene: Scene; who: Who; input: object; act: AnyAct }> {
  const attempt = attempts[titleOf(row)]!
  const kind = kinds.find(kind => kind !== 'guest' && row.cells[kind] !== 'no')!
  const { scene, actors } = await aScene(database, attempt, [kind])
  const actor = actors.get(kind)!
  const input = (await attempt.input(scene, actor.self ?? (await aStranger(scene)))) as object
  return { scene, who: actor.who, input, act: definitions.get(row.name) as AnyAct }
}

/** A draft is read by nobody but its author, and kept as it is; an address is kept as a browser writes it, escaped. */
const isFree = ({ name }: Row, [field]: Path) =>
  (name === 'draft.keep' && field === 'body') || (name === 'webhook.make' && field === 'url')

describe.each(rows.map(row => [row.name, row] as const))('%s', (_, row) => {
  test('refuses a key that it does not know, at every level, by its place', async () => {
    const { scene, who, input, act } = await aRight(row)
    const before = await fingerprint(database)
    for (const path of placesOf(input, 'object').filter(path => !isFree(row, path))) {
      const evil = changedAt(input, path, old => ({ ...(old as object), isOwner: true }))
      const { end, problems } = await knock(scene, act, who, evil)
      const place = [...path, 'isOwner'].join('.')
      expect({ end, problems }).toEqual({ end: 'invalid', problems: [{ path: place, code: 'unknown-key' }] })
    }
    expect(await fingerprint(database)).toEqual(before)
  })

  test('lets no text through that breaks out of its field, and none without an end', async () => {
    const { scene, who, input, act } = await aRight(row)
    const before = await fingerprint(database)
    for (const path of placesOf(input, 'text').filter(path => !isFree(row, path))) {
      for (const [what, spoil] of Object.entries(spoilings)) {
        const evil = changedAt(input, path, old => spoil(String(old)))
        const { end } = await knock(scene, act, who, evil)
        expect(`${path.join('.')} ${what}: ${end}`).not.toMatch(/: done$/)
      }
    }
    expect(await fingerprint(database)).toEqual(before)
  })
})

/** Ways to spoil a text: each must be refused wherever a text stands. */
const spoilings: Readonly<Record<string, (text: string) => string>> = {
  'with NUL': text => `${text}\u0000x`,
  'with half a surrogate pair': text => `${text}\ud800x`,
  'with an escape sequence': text => `${text}\u001b[31mx`,
  'turned round': text => `${text}\u202ex`,
  'with a carriage return for headers': text => `${text}\u0085Bcc: everybody@example.org`,
  'too long': text => text + 'x'.repeat(70_000)
}
