import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inputSchema } from '../../src/api/input-schema.ts'
import { prefix, readRoute } from '../../src/api/route.ts'
import { uploadName } from '../../src/api/upload.ts'
import { acts } from '../../src/core/acts.ts'
import type { AnyAct, AnyView } from '../../src/core/door/act.ts'
import { writeCursor } from '../../src/core/door/cursor.ts'
import type { Who } from '../../src/core/door/who.ts'
import { folderStorage } from '../../src/core/file/folder-storage.server.ts'
import { createFileKeeper } from '../../src/core/file/keep.server.ts'
import { verifyDomainWith } from '../../src/core/organisation/acts.ts'
import { makeComment } from '../../src/core/comment/acts.ts'
import { giveResponse } from '../../src/core/response/acts.ts'
import { views } from '../../src/core/views.ts'
import type { Database } from '../../src/db/database.server.ts'
import { sql } from '../../src/db/sql.server.ts'
import { serveApi } from '../support/api.ts'
import type { ServedApi } from '../support/api.ts'
import { freshDatabase } from '../support/database.ts'
import { aCall, aDoor, aGuest, aPerson, anIdea, anOrganisation, sequence } from '../support/world.ts'
import { fitting, hostileText, mutated, nearlyJson } from './hostile-values.ts'
import type { Known } from './hostile-values.ts'

/** Tries for each act and view; more find more, at about 4 ms each. */
const tries = Number(process.env['HOSTILE_TRIES'] ?? 40)

let database: Database
let door: ReturnType<typeof aDoor>
let api: ServedApi
let folder: string

// Nobody's name servers are asked by a test.
const verifyDomain = verifyDomainWith(async () => [])
const attacked = new Map<string, AnyAct>([...acts, [verifyDomain.name, verifyDomain]])

beforeAll(async () => {
  database = await freshDatabase()
  door = aDoor(database)
  folder = await mkdtemp(join(tmpdir(), 'mozaika-hostile-'))
  const keeper = createFileKeeper({ door: door.door, storage: folderStorage(folder) })
  api = await serveApi(door.door, { acts: attacked, keeper })
})

afterAll(async () => {
  await api.close()
  await database.close()
  await rm(folder, { recursive: true })
})

describe.each(
  [...attacked.values(), ...views.values()].map(definition => [definition.name, definition] as const)
)('%s', (_, definition) => {
  test(`answers whatever is sent without a failure of ours`, async () => {
    const { people, known } = await aWorld()
    const who = fc.constantFrom(...people)
    await fc.assert(
      fc.asyncProperty(who, sendings(definition, known), async (as, { verb, path, body, headers }) => {
        const before = api.failures.length
        const response = await api.send(verb, path, { as, ...(body === undefined ? {} : { body }), headers })
        const text = await response.text()
        // The reason first: it says more than a status.
        expect(api.failures.slice(before).map(error => (error as Error).stack)).toEqual([])
        expect(response.status).toBeLessThan(500)
        if (response.status >= 400)
          expect(JSON.parse(text)).toMatchObject({
            status: response.status,
            code: expect.any(String),
            detail: expect.any(String)
          })
      }),
      { numRuns: tries }
    )
  })
})

interface Sending {
  readonly verb: string
  readonly path: string
  readonly body?: unknown
  readonly headers: Readonly<Record<string, string>>
}

/** Requests to one act or view: some nearly right, some changed in places, some hardly requests. */
function sendings(definition: AnyAct | AnyView, known: Known): fc.Arbitrary<Sending> {
  const { verb, path, params } = readRoute(definition.http)
  const inputs = fitting(inputSchema(definition), known)
  const wanted = fc.oneof({ weight: 3, arbitrary: inputs }, { weight: 4, arbitrary: mutated(inputs) })
  const places = fc.tuple(...params.map(() => seldom(hostileText)))
  const raw = seldom(verb === 'GET' ? hostileText : nearlyJson)
  return fc
    .tuple(wanted, inputs, places, raw, fc.nat(9))
    .map(([input, right, hostilePlaces, rawText, luck]): Sending => {
      const rest: Record<string, unknown> =
        typeof input === 'object' && input !== null ? { ...input } : { value: input }
      const address = params.reduce((at, name, n) => {
        const place =
          hostilePlaces[n] ??
          encodeURIComponent(String((right as Record<string, unknown>)[name]).toWellFormed())
        // The path may be said again in the body, and sometimes says otherwise.
        if (luck > 0) delete rest[name]
        return at.replace(`{${name}}`, place || '-')
      }, prefix + path)
      if (definition.name === uploadName) {
        const { file, ...said } = rest
        return {
          verb,
          path: `${address}?${queryOf(said)}`,
          body: rawText ?? textOf(file),
          headers: { 'content-type': 'text/plain' }
        }
      }
      if (verb === 'GET') return { verb, path: `${address}?${rawText ?? queryOf(rest)}`, headers: {} }
      return { verb, path: address, body: rawText ?? rest, headers: { 'content-type': 'application/json' } }
    })
}

const seldom = (texts: fc.Arbitrary<string>): fc.Arbitrary<string | null> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: texts })

const queryOf = (input: Readonly<Record<string, unknown>>): string =>
  Object.entries(input)
    .flatMap(([key, value]) =>
      [value]
        .flat()
        .map(
          one =>
            `${encodeURIComponent(key)}=${encodeURIComponent(textOf(one).slice(0, 2_000).toWellFormed())}`
        )
    )
    .join('&')
    // Node itself refuses longer heads. A cut may fall into an escape, which is as hostile as anything else.
    .slice(0, 6_000)

const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

/** A world of its own for each act and view: some of what is sent succeeds, and ends calls or people. */
async function aWorld(): Promise<{ people: Who[]; known: Known }> {
  const town = await anOrganisation(database)
  const { slug: townSlug } = town
  const world = await aCall(database, { door, organisation: town })
  const { callId, stepId, slug, owner, organisationId, fields } = world
  const scored = await aCall(database, {
    door,
    organisation: world,
    settings: { respond: 'score', budget: 2, moderation: 'before' }
  })
  const draft = await aCall(database, { door, organisation: world, state: 'draft' })
  const idea = await anIdea(world, aGuest(), { name: 'Guest' })
  const other = await anIdea(world, owner)
  const { contributionId } = idea
  await door.door.perform(giveResponse, other.author, { callId, stepId, target: contributionId })
  const comment = await door.door.perform(makeComment, owner, {
    callId,
    target: contributionId,
    body: 'I would sit there.'
  })
  await sequence(database)
  const lines = await database.query<{ line_id: string; participant_id: string }>(
    sql`select line_id, participant_id from ledger_lines where log_id = ${callId} and participant_id is not null limit 5`
  )
  const moderator = await aPerson(database, { role: 'moderator', organisationId })
  const contributions = [contributionId, other.contributionId]
  const calls = [callId, scored.callId, draft.callId]
  const ofPeople = [owner.personId, moderator.personId, idea.author.personId!]
  const { commentId } = comment.result
  return {
    people: [
      owner,
      owner,
      moderator,
      idea.author,
      await aPerson(database),
      aGuest(),
      tokenOf(owner.personId)
    ],
    known: {
      '': [...calls, stepId, ...contributions, ...ofPeople, organisationId, commentId],
      callId: [callId, callId, ...calls],
      call: [slug, draft.slug, callId],
      stepId: [stepId, stepId, scored.stepId, draft.stepId],
      target: contributions,
      targets: [contributions, contributionId],
      contributionId: contributions,
      buildsOn: contributions,
      commentId: [commentId],
      parentId: [commentId],
      thread: [commentId],
      organisationId: [organisationId],
      organisation: [townSlug],
      personId: ofPeople,
      log: [callId, organisationId],
      line: lines.map(line => line.line_id),
      fields: [fields, { ...fields, question: 'Another question?' }],
      revision: [1, 2],
      version: [1, 2],
      body: [{ title: 'A bench', text: 'Or two.' }, {}, { score: 3 }, 'A remark.'],
      slug: ['a-name', slug, townSlug],
      timeZone: ['Europe/Kyiv', 'UTC'],
      reason: ['A reason, said in words.'],
      statement: ['What we make of it, said in words.'],

      email: ['olena@example.org'],
      ownerEmail: ['olena@example.org'],
      contactEmail: ['town@example.org'],
      website: ['https://example.org/'],
      domain: ['example.org'],
      languages: [['en', 'uk']],
      participantId: lines.map(line => line.participant_id),
      after: [
        writeCursor(contributionId),
        writeCursor(1, contributionId),
        writeCursor('x'),
        writeCursor(1e15, contributionId)
      ],
      q: ['bench', '%', '" | & ! ( :*', 'лавка'],
      path: ['tile/0/000', 'tile/entries/000.p/3', 'tile/0/x999/999.p/255']
    }
  }
}

const tokenOf = (personId: string): Who => ({
  kind: 'token',
  tokenId: personId,
  personId,
  organisationId: null,
  scopes: ['read', 'contribute', 'moderate', 'organise'],
  address: '2001:db8:ffff::1'
})
