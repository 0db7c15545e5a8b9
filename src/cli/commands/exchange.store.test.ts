import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { freshDatabase } from '../../../tests/support/database.ts'
import { anOrganisation } from '../../../tests/support/world.ts'
import type { Database } from '../../db/database.server.ts'
import type { Terminal } from '../command.ts'
import { run } from '../run.ts'

let database: Database
let folder: string
let databaseUrl: string

beforeAll(async () => {
  database = await freshDatabase()
  folder = await mkdtemp(join(tmpdir(), 'mozaika-commands-'))
  const { host, port, user } = inject('postgres')
  const { rows } = await database.pool.query<{ name: string }>('select current_database() as name')
  databaseUrl = `postgresql://${user}@localhost/${rows[0]!.name}?host=${encodeURIComponent(host)}&port=${port}`
  await anOrganisation(database, { slug: 'town' })
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true })
})

const at = (name: string): string => join(folder, name)
const kept = async (name: string, text: string): Promise<string> => {
  await writeFile(at(name), text)
  return at(name)
}

/** Runs a command line in a terminal that remembers what was written. */
async function mozaika(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = []
  const err: string[] = []
  const terminal: Terminal = {
    env: { MOZAIKA_DATA: at('data'), DATABASE_URL: databaseUrl, USER: 'olena' },
    isInteractive: false,
    columns: 100,
    out: text => void out.push(text),
    err: text => void err.push(text),
    readIn: async () => ''
  }
  const code = await run(argv, terminal)
  return { code, out: out.join('\n'), err: err.join('\n') }
}

const file = `slug: benches
question: Where should benches stand?
summary: One question, three weeks.
promise: The ten best are built.
decides: The council
answerOn: P4W
language: en
timeZone: Europe/Kyiv
steps:
  - { slug: ideas, title: Ideas, method: ideas, closesAt: P3W }
`

describe('a call file', () => {
  test('that is wrong is told line by line, and nothing is done', async () => {
    const path = await kept(
      'wrong.yaml',
      file.replace('decides:', 'decider:').replace('P3W', '2026-03-29T03:30')
    )
    const { code, err } = await mozaika('call', 'check', path)
    expect(code).toBe(1)
    expect(err).toBe(`${path}:5:1: decider is not known here.`)
    const spring = await kept('spring.yaml', file.replace('P3W', '2026-03-29T03:30'))
    expect((await mozaika('call', 'import', spring)).err).toBe(
      `${spring}:10:59: steps.0.closesAt is a time that clocks jump over; the next one is 2026-03-29T04:30.`
    )
    expect((await mozaika('call', 'check', at('none.yaml'))).code).toBe(2)
  })

  test('says what a call would lack, becomes a draft, and brings the draft to what it says', async () => {
    const path = await kept('benches.yaml', file.replace('decides: The council\n', ''))
    expect((await mozaika('call', 'check', path)).out).toContain(
      'decides is needed before the call can open.'
    )
    expect((await mozaika('call', 'diff', path)).code).toBe(1)
    expect(await mozaika('call', 'import', path)).toMatchObject({
      code: 0,
      out: 'benches: made as a draft of town.'
    })
    await kept('benches.yaml', file)
    expect((await mozaika('call', 'diff', path)).out).toContain('decides\n- \n+ The council')
    expect((await mozaika('call', 'import', path)).out).toContain('the draft has changed in')
  })

  test('comes out as it went in, and goes no further when the call is open and no reason is given', async () => {
    expect(await mozaika('call', 'export', 'benches', at('out.yaml'))).toMatchObject({ code: 0 })
    expect(await mozaika('call', 'export', 'benches', at('out.yaml'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('--force')
    })
    expect(await mozaika('call', 'diff', at('out.yaml'))).toMatchObject({
      code: 0,
      out: 'They say the same.'
    })
    expect(await mozaika('call', 'import', at('out.yaml'))).toMatchObject({
      out: 'benches: it says the same already.'
    })
    const { out } = await mozaika('call', 'find', 'benches', '--output', 'json')
    expect((await mozaika('call', 'open', (JSON.parse(out) as { callId: string }).callId)).code).toBe(0)
    const changed = await kept(
      'changed.yaml',
      (await readFile(at('out.yaml'), 'utf8')).replace('The council', 'The mayor')
    )
    expect(await mozaika('call', 'import', changed)).toMatchObject({
      code: 2,
      err: expect.stringContaining('--reason')
    })
    const done = await mozaika('call', 'import', changed, '--reason', 'The council asked the mayor.')
    expect(done).toMatchObject({ code: 0, out: 'benches: the rules have changed in one place, in public.' })
    expect(await mozaika('call', 'export', 'nowhere')).toMatchObject({
      code: 1,
      err: 'There is no call nowhere.'
    })
  })
})

describe('a table', () => {
  test('is imported by its columns; wrong cells are told with row and column', async () => {
    const path = await kept('ideas.csv', 'Idea;Who\nAt the pond;Оля\nNo;\n')
    const line = ['import', 'csv', path, '--call', 'benches', '--map', 'title=Idea', '--map', 'author=Who']
    expect(await mozaika(...line)).toMatchObject({
      code: 1,
      err: 'ideas.csv, row 3, "Idea" is shorter than 3 characters.\nNothing was imported.'
    })
    await kept('ideas.csv', 'Idea;Who\nAt the pond;Оля\nAt the mill;\n')
    expect((await mozaika(...line)).out).toBe(
      'ideas.csv as source "ideas-csv": 2 new, 0 changed, 0 as they were.'
    )
    expect((await mozaika(...line)).out).toContain('0 new, 0 changed, 2 as they were.')
    expect(await mozaika('import', 'csv', path, '--call', 'benches')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--map title=Idea')
    })
    expect(await mozaika('import', 'csv', path, '--call', 'nowhere', '--map', 'title=Idea')).toMatchObject({
      code: 1
    })
  })
})

describe('an export', () => {
  test('is written, verified, and named wrong when it is', async () => {
    const path = at('benches.zip')
    expect(await mozaika('export', 'benches', path)).toMatchObject({ code: 0 })
    expect(await mozaika('export', 'benches', path)).toMatchObject({ code: 2 })
    const good = await mozaika('verify', path)
    expect(good).toMatchObject({ code: 0, out: expect.stringContaining('✓ Nothing is wrong') })
    expect(good.out).toContain('key-not-confirmed')
    const { out } = await mozaika('verify', path, '--json')
    expect(JSON.parse(out)).toMatchObject({ ok: true, facts: { contributions: 2 } })
    expect(await mozaika('verify', path, '--key', 'no key', '--since', 'no checkpoint')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/key-unreadable[^]*since-unreadable/)
    })
    expect(await mozaika('verify', await kept('no.zip', 'PK'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('no zip file')
    })
    expect(await mozaika('verify', at('none.zip'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('there is no such file')
    })
    expect(await mozaika('export', 'nowhere')).toMatchObject({ code: 1 })
  })
})

describe('a conversation held elsewhere', () => {
  test('is imported and compared with its votes; a broken one is told by file and row', async () => {
    await kept('summary.csv', 'topic,Better buses\nconversation-description,What should change?\n')
    await kept(
      'comments.csv',
      'timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body\n1518501496471,0,7,2,0,1,More buses\n1518501496471,1,8,1,0,-1,Spam\n'
    )
    await kept('participants-votes.csv', 'participant,0,1\n0,1,1\n1,-1,\n')
    const done = await mozaika('import', 'polis', folder)
    expect(done).toMatchObject({ code: 0, err: '' })
    for (const part of [
      '/en/calls/better-buses',
      '2 statements by 2 authors',
      '✓ The ranking equals',
      '1 in the result, 1 on contributions hidden',
      'statement 0: 2 in comments.csv, 1 in the votes'
    ]) {
      expect(done.out).toContain(part)
    }
    expect(await mozaika('import', 'polis', folder)).toMatchObject({
      code: 1,
      err: expect.stringContaining('taken')
    })
    await kept('participants-votes.csv', 'participant,0,1\n0,7,1\n')
    expect(await mozaika('import', 'polis', folder, '--slug', 'again')).toMatchObject({
      code: 1,
      err: 'participants-votes.csv, row 2, "0" is none of the choices (it says "7").\nNothing was imported.'
    })
    expect(await mozaika('import', 'polis', folder, '--organisation', 'nobody')).toMatchObject({ code: 1 })
  })
})

test('an installation can be filled with invented ideas', async () => {
  expect(await mozaika('seed', '--ideas', '30', '--supports', '50')).toMatchObject({
    code: 0,
    out: expect.stringContaining('30 ideas, 50 supports')
  })
  expect(await mozaika('seed', '--ideas', 'many')).toMatchObject({ code: 2 })
  expect(await mozaika('seed')).toMatchObject({ code: 2 })
})
