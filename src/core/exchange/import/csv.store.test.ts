import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../../../tests/support/database.ts'
import { aCall, aGuest, sequence } from '../../../../tests/support/world.ts'
import type { World } from '../../../../tests/support/world.ts'
import type { Database } from '../../../db/database.server.ts'
import { findCall } from '../../call/store.server.ts'
import { listContributions } from '../../contribution/views.ts'
import { importCsv } from './import-csv.server.ts'
import { readCsv } from './read-csv.server.ts'
import { SourceError } from './source-error.ts'
import type { SourceProblem } from './source-error.ts'

let database: Database
beforeAll(async () => void (database = await freshDatabase()))
afterAll(() => database.close())

const themes = [{ id: 'parks', label: 'Parks' }]
const mapping = {
  key: 'No',
  title: 'Idea',
  text: 'Why',
  theme: 'Topic',
  author: 'Who',
  created: 'When',
  language: 'Lang'
}
const head = 'No;Idea;Why;Topic;Who;When;Lang'
const read = (text: string, columns: Record<string, string> = mapping) =>
  readCsv(text, 'ideas.csv', { mapping: columns, themes, timeZone: 'Europe/Kyiv' })

async function problemsOf(work: () => unknown): Promise<readonly SourceProblem[]> {
  try {
    await work()
  } catch (error) {
    if (error instanceof SourceError) return error.problems
    throw error
  }
  return []
}

describe('a table of ideas', () => {
  test('is read by its columns, whatever stands between them', () => {
    const rows = read(
      `\ufeff${head}\r\n7;"More; benches";"Sit ""down""";parks;Оля;2026-07-01 09:00;uk\r\n\r\n8;Trees;;Parks;;2026-07-02;\r\n`
    )
    expect(rows).toEqual([
      {
        row: 2,
        item: {
          key: '7',
          body: { title: 'More; benches', text: 'Sit "down"', theme: 'parks' },
          author: 'Оля',
          authorName: 'Оля',
          language: 'uk',
          at: '2026-07-01T06:00:00.000Z'
        }
      },
      {
        row: 4,
        item: { key: '8', body: { title: 'Trees', text: '', theme: 'parks' }, at: '2026-07-02T09:00:00.000Z' }
      }
    ])
    expect(read('Idea,Where\nTrees,"50.45, 30.52"\n', { title: 'Idea', place: 'Where' })).toEqual([
      { row: 2, item: { key: 'row 2', body: { title: 'Trees' }, place: { lat: 50.45, lon: 30.52 } } }
    ])
  })

  test('with wrong cells is refused with the row and the column of each', async () => {
    const text = `${head}\n1;A tree;;roads;;2026-10-25 03:30;\n2;Short\n`
    expect(await problemsOf(() => read(text))).toEqual([
      { file: 'ideas.csv', row: 3, code: 'wrong-length', limits: { has: 2, expected: 7 } }
    ])
    expect(await problemsOf(() => read(text.split('\n').slice(0, 2).join('\n')))).toMatchObject([
      { row: 2, field: 'Topic', code: 'not-a-choice', limits: { value: 'roads', choices: 'Parks' } },
      { row: 2, field: 'When', code: 'two-such-times' }
    ])
    expect(await problemsOf(() => read('Title\nA', { title: 'Idea' }))).toMatchObject([
      { row: 1, field: 'Idea', code: 'no-such-column' }
    ])
    expect(await problemsOf(() => read('Idea\n"open', { title: 'Idea' }))).toMatchObject([
      { code: 'not-csv' }
    ])
    expect(
      await problemsOf(() => read('Idea;Where\nA tree;there', { title: 'Idea', place: 'Where' }))
    ).toMatchObject([{ field: 'Where', code: 'not-a-place' }])
  })
})

describe('a table imported', () => {
  let world: World
  const run = async (text: string) => {
    const { step } = { step: (await findCall(database, world.callId))!.steps[0]! }
    const target = { callId: world.callId, step, source: 'desk', file: 'ideas.csv', mapping }
    const parts = { database, door: world.door, sequencer: { run: async () => {} } }
    return importCsv(parts, world.owner, read(text), target)
  }
  const titles = async () => {
    await sequence(database)
    const { items } = await world.door.look(listContributions, aGuest(), {
      callId: world.callId,
      stepId: world.stepId,
      order: 'newest'
    })
    return items.map(({ title }) => title)
  }

  test('with one wrong row in a thousand leaves nothing behind and names that row', async () => {
    world = await aCall(database, { settings: { themes } })
    const rows = Array.from({ length: 1_000 }, (_, n) => `${n};Idea number ${n};;;;;`)
    rows[700] = '700;No;;;;;'
    expect(await problemsOf(() => run([head, ...rows].join('\n')))).toEqual([
      { file: 'ideas.csv', row: 702, field: 'Idea', code: 'too-short', limits: { least: 3 } }
    ])
    rows[700] = '3;Idea number 3 again;;;;;'
    expect(await problemsOf(() => run([head, ...rows].join('\n')))).toEqual([
      { file: 'ideas.csv', row: 702, field: 'No', code: 'taken', limits: { row: 5 } }
    ])
    rows[700] = '700;Idea number 700;;;;;xx'
    expect(await problemsOf(() => run([head, ...rows].join('\n')))).toMatchObject([
      { row: 702, field: 'Lang', code: 'not-a-choice' }
    ])
    expect(await titles()).toEqual([])
  })

  test('again adds nothing, and a changed row is a new version', async () => {
    world = await aCall(database, { settings: { themes } })
    const text = `${head}\n1;A tree;;parks;;;\n2;A bench;;;;;\n`
    expect(await run(text)).toEqual({ made: 2, changed: 0, unchanged: 0 })
    expect(await run(text)).toEqual({ made: 0, changed: 0, unchanged: 2 })
    expect(await run(text.replace('A bench', 'Two benches'))).toEqual({ made: 0, changed: 1, unchanged: 1 })
    expect((await titles()).sort()).toEqual(['A tree', 'Two benches'])
  })
})
