import type { Database } from '../../src/db/database.server.ts'
import { sql } from '../../src/db/sql.server.ts'
import { changeCall, draftCall, openCall } from '../../src/core/call/acts.ts'
import { createContribution } from '../../src/core/contribution/acts.ts'
import type { InputOf, Letter } from '../../src/core/door/act.ts'
import { newId } from '../../src/core/door/id.ts'
import { Door } from '../../src/core/door/perform.server.ts'
import type { DoorParts } from '../../src/core/door/perform.server.ts'
import type { Who } from '../../src/core/door/who.ts'
import { generateNoteKey, parseSkey } from '../../src/core/ledger/signed-note.ts'
import { Sequencer } from '../../src/core/ledger/sequencer.server.ts'
import { insertLog } from '../../src/core/ledger/store.server.ts'
import { insertOrganisation } from '../../src/core/organisation/store.server.ts'
import type { Role } from '../../src/core/role/rules.ts'
import { insertRole } from '../../src/core/role/store.server.ts'
import { methods } from '../../src/methods/index.ts'
import { callFields, ideasStep } from './call-fields.ts'

/** People knock from addresses of their own, so that the limits of one test do not meet another's. */
let addresses = 0
const anAddress = () => `2001:db8:${(addresses += 1).toString(16)}::1`

export type Guest = Who & { kind: 'guest' }
export type SignedIn = Who & { kind: 'person' }

/** A guest who has done nothing yet, or the one with this id. */
export const aGuest = (personId: string | null = null): Guest => ({
  kind: 'guest',
  personId,
  address: anAddress()
})

/** Somebody signed in, with a role in an organisation (or in one of its calls) if one is named. */
export async function aPerson(
  database: Database,
  wish: {
    name?: string
    email?: string | null
    language?: string
    role?: Role
    organisationId?: string
    callId?: string
  } = {}
): Promise<SignedIn> {
  const personId = newId()
  const email = wish.email === undefined ? `${personId}@example.org` : wish.email
  await database.transaction(async tx => {
    await tx.query(sql`
      insert into people (person_id, kind, name, email, language, created_at)
      values (${personId}, 'account', ${wish.name ?? null}, ${email}, ${wish.language ?? null}, ${tx.now})`)
    if (wish.role) await insertRole(tx, wish.organisationId!, personId, wish.role, wish.callId)
  })
  return { kind: 'person', personId, address: anAddress() }
}

/** The one door over this database, and the letters that came out of it. A language model is set unless told otherwise. */
export function aDoor(
  database: Database,
  languageModel: DoorParts['languageModel'] = { name: 'small', host: 'model.example' }
): { door: Door; letters: Letter[] } {
  const letters: Letter[] = []
  const door = new Door({
    database,
    methods,
    origin: 'https://mozaika.example',
    languageModel,
    tally: async (method, settings, contributions, responses, at) =>
      methods.get(method)!.tally(settings, contributions, responses, at),
    keepLetters: async (_, kept) => void letters.push(...kept)
  })
  return { door, letters }
}

/** An organisation with its log and an owner. */
export async function anOrganisation(
  database: Database,
  wish: { slug?: string; name?: string; email?: string | null } = {}
): Promise<{ organisationId: string; slug: string; owner: SignedIn }> {
  const organisationId = newId()
  const slug = wish.slug ?? `org-${organisationId}`
  await database.transaction(async tx => {
    await insertOrganisation(tx, {
      organisationId,
      slug,
      kind: 'public',
      name: wish.name ?? 'Town of Test',
      languages: ['en'],
      timeZone: 'Europe/Kyiv'
    })
    await insertLog(tx, organisationId, 'organisation')
  })
  const email = wish.email === undefined ? {} : { email: wish.email }
  const owner = await aPerson(database, { name: 'Owner', role: 'owner', organisationId, ...email })
  return { organisationId, slug, owner }
}

type CallFields = InputOf<typeof draftCall>['fields']

export interface World {
  readonly database: Database
  readonly door: Door
  readonly letters: Letter[]
  readonly organisationId: string
  readonly owner: SignedIn
  readonly callId: string
  readonly slug: string
  /** Its first step, of the method `ideas`. */
  readonly stepId: string
  readonly fields: CallFields
}

export interface CallWish {
  /** `open` unless told. */
  readonly state?: 'draft' | 'open'
  readonly organisation?: { organisationId: string; owner: SignedIn }
  readonly door?: { door: Door; letters: Letter[] }
  /** Settings of its one step of ideas. */
  readonly settings?: Record<string, unknown>
  readonly fields?: Partial<CallFields>
}

/** A call with one step of ideas, made through the door. It closes in a week. */
export async function aCall(database: Database, wish: CallWish = {}): Promise<World> {
  const { door, letters } = wish.door ?? aDoor(database)
  const { organisationId, owner } = wish.organisation ?? (await anOrganisation(database))
  const slug = `call-${newId()}`
  const fields: CallFields = callFields({
    steps: [ideasStep({ settings: wish.settings ?? {} })],
    ...wish.fields
  })
  const { result } = await door.perform(draftCall, owner, { organisationId, slug, fields })
  const { callId } = result
  if (wish.state !== 'draft') await door.perform(openCall, owner, { callId })
  const [step] = await database.query<{ step_id: string }>(sql`
    select step_id from steps where call_id = ${callId} order by position limit 1`)
  return { database, door, letters, organisationId, owner, callId, slug, stepId: step!.step_id, fields }
}

/** Other settings for the step of an open call, in public and with a reason. */
export async function changeSettings(world: World, settings: Record<string, unknown>): Promise<void> {
  const [call] = await world.database.query<{ revision: number }>(sql`
    select revision from calls where call_id = ${world.callId}`)
  const steps = world.fields.steps.map(step => ({ ...step, settings: settings as never }))
  const fields = { ...world.fields, steps }
  const { callId, door, owner } = world
  await door.perform(changeCall, owner, {
    callId,
    revision: call!.revision,
    reason: 'Settings for a test.',
    fields
  })
}

/** Lets the time of all steps be over. */
export async function closeSteps({ database, callId }: World): Promise<void> {
  await database.query(sql`
    update steps set opens_at = least(opens_at, now() - interval '2 hours'), closes_at = now() - interval '1 hour'
    where call_id = ${callId}`)
  await database.query(sql`update calls set revision = revision + 1 where call_id = ${callId}`)
}

/** An idea in the step of a call; gives its id and its author, who has an identity now. */
export async function anIdea(
  { door, callId, stepId }: World,
  author: Who,
  wish: { title?: string; text?: string; name?: string; fileIds?: string[] } = {}
): Promise<{ contributionId: string; author: Who }> {
  const { result, personId } = await door.perform(createContribution, author, {
    callId,
    stepId,
    body: { title: wish.title ?? 'More benches', text: wish.text ?? 'There is nowhere to sit down.' },
    ...(wish.name ? { name: wish.name } : {}),
    ...(wish.fileIds ? { fileIds: wish.fileIds } : {})
  })
  return { contributionId: result.contributionId, author: { ...author, personId } as Who }
}

/** Places all waiting lines, so that totals and readers of the ledger see them. */
export async function sequence(database: Database): Promise<void> {
  const sequencer = new Sequencer(database, parseSkey(generateNoteKey('mozaika.example').skey)!)
  // One run looks at so many logs; the database of a long test file has more.
  while ((await sequencer.run()).length > 0);
}
