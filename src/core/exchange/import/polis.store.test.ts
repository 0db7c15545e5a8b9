import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../../../tests/support/database.ts'
import { aDoor, aGuest, anOrganisation } from '../../../../tests/support/world.ts'
import type { Database } from '../../../db/database.server.ts'
import { findCallView } from '../../call/views.ts'
import { generateNoteKey, parseSkey } from '../../ledger/signed-note.ts'
import { Sequencer } from '../../ledger/sequencer.server.ts'
import { findResultView } from '../../result/views.ts'
import { compareWithSource } from './compare-with-source.server.ts'
import { countAgrees } from './conversation.ts'
import { importConversation } from './import-conversation.server.ts'
import { readPolis } from './read-polis.server.ts'

let database: Database
let folder: string
beforeAll(async () => {
  database = await freshDatabase()
  folder = await mkdtemp(join(tmpdir(), 'mozaika-polis-'))
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true })
})

const summary = 'topic,Better buses\nvoters,3\nconversation-description,"What should change, and why?"\n'
const comments = [
  'timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body',
  '1518501496471,Tue,0,7,2,0,1,"More buses, and ""later"" ones"',
  '1518501496470,Tue,1,7,9,0,0,Cheaper tickets',
  '1518501496469,Tue,2,8,1,0,-1,OK',
  ''
].join('\n')
const votes = [
  'participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1,2',
  '0,0,0,3,2,1,1,1,-1',
  '1,,0,2,2,0,1,,1',
  '2,0,0,1,0,0,,0,',
  ''
].join('\n')

async function anExport(files: Record<string, string | Buffer> = {}): Promise<string> {
  const place = await mkdtemp(join(folder, 'x-'))
  const all = { 'summary.csv': summary, 'comments.csv': comments, 'participants-votes.csv': votes, ...files }
  for (const [name, text] of Object.entries(all)) if (text !== '') await writeFile(join(place, name), text)
  return place
}

describe('an export of Polis is read', () => {
  test('with its statements, people and agreements, plain or packed', async () => {
    const plain = await readPolis(await anExport())
    expect(plain.topic).toBe('Better buses')
    expect(plain.statements.map(({ id, author, text, moderated }) => [id, author, text, moderated])).toEqual([
      ['0', '7', 'More buses, and "later" ones', 'accepted'],
      ['1', '7', 'Cheaper tickets', 'unmoderated'],
      ['2', '8', 'OK', 'rejected']
    ])
    expect(plain.people).toEqual([
      { id: '0', agreed: ['0', '1'] },
      { id: '1', agreed: ['0', '2'] },
      { id: '2', agreed: [] }
    ])
    expect([...countAgrees(plain)]).toEqual([
      ['0', 2],
      ['1', 1],
      ['2', 1]
    ])
    const packed = await anExport({
      'participants-votes.csv': '',
      'participants-votes.csv.gz': gzipSync(votes)
    })
    expect(await readPolis(packed)).toEqual(plain)
  })

  const broken: Record<string, [Record<string, string | Buffer>, object]> = {
    'a missing file': [
      { 'comments.csv': '' },
      { file: expect.stringContaining('comments.csv'), code: 'no-such-file' }
    ],
    'a missing column': [
      { 'comments.csv': comments.replace('author-id', 'writer') },
      { file: 'comments.csv', row: 1, field: 'author-id', code: 'no-such-column' }
    ],
    'a moderation that is none': [
      { 'comments.csv': comments.replace(',-1,OK', ',5,OK') },
      { file: 'comments.csv', row: 4, field: 'moderated', code: 'not-a-choice', limits: { value: '5' } }
    ],
    'a statement without words': [
      { 'comments.csv': comments.replace('Cheaper tickets', ' ') },
      { row: 3, field: 'comment-body', code: 'required' }
    ],
    'a statement twice': [
      { 'comments.csv': comments.replace('470,Tue,1,', '470,Tue,0,') },
      { row: 3, field: 'comment-id', code: 'taken' }
    ],
    'a number that is none': [
      { 'comments.csv': comments.replace('1518501496470', 'soon') },
      { row: 3, field: 'timestamp', code: 'not-a-whole-number' }
    ],
    'an open quote': [
      { 'comments.csv': comments.replace('ones"', 'ones') },
      { file: 'comments.csv', code: 'not-csv' }
    ],
    'a vote that is none': [
      { 'participants-votes.csv': votes.replace('1,1,-1', '1,2,-1') },
      { file: 'participants-votes.csv', row: 2, field: '1', code: 'not-a-choice' }
    ],
    'a short row of votes': [
      { 'participants-votes.csv': votes.replace('2,0,0,1,0,0,,0,', '2,0,0,1') },
      { row: 4, code: 'wrong-length', limits: { has: 4, expected: 9 } }
    ],
    'votes on a statement nobody made': [
      { 'participants-votes.csv': votes.replace(',2\n', ',5\n') },
      { row: 1, field: '5', code: 'not-found' }
    ],
    'a damaged pack': [
      { 'participants-votes.csv': '', 'participants-votes.csv.gz': 'no gzip' },
      { file: 'participants-votes.csv.gz', code: 'not-unpackable' }
    ],
    'no topic': [{ 'summary.csv': 'voters,3\n' }, { file: 'summary.csv', field: 'topic', code: 'required' }]
  }
  test.each(Object.entries(broken))('and refused with %s, naming where', async (_, [files, problem]) => {
    const place = await anExport(files)
    await expect(readPolis(place)).rejects.toMatchObject({ problems: [problem] })
  })
})

test('a conversation becomes a closed call whose ranking equals a recount of the votes', async () => {
  const { door } = aDoor(database)
  const { organisationId, owner } = await anOrganisation(database)
  const sequencer = new Sequencer(database, parseSkey(generateNoteKey('mozaika.example').skey)!)
  const conversation = await readPolis(await anExport())
  const target = {
    organisationId,
    slug: 'buses',
    language: 'en' as const,
    timeZone: 'Europe/Kyiv',
    attribution: 'Gathered with Polis'
  }
  const imported = await importConversation({ database, door, sequencer }, owner, conversation, target)
  expect(await compareWithSource(database, imported, conversation)).toEqual({
    agrees: { all: 4, onPublished: 3, onHidden: 1 },
    supports: { inResult: 3, onHidden: 1 },
    unequal: [],
    summaryDiffers: [{ id: '1', votes: 1, summary: 9 }]
  })
  const call = await door.look(findCallView, aGuest(), { call: 'buses' })
  expect(call).toMatchObject({
    question: 'What should change, and why?',
    state: 'closed',
    attribution: 'Gathered with Polis',
    rulesVersion: 2
  })
  const result = await door.look(findResultView, aGuest(), {
    callId: imported.callId,
    stepId: imported.stepId
  })
  expect(result).toMatchObject({
    state: 'made',
    result: { contributions: 2, responses: 3 },
    statistics: { contributionsByChannel: { import: 2 } }
  })
})
