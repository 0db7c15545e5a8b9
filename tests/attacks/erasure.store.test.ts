import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeComment, withdrawComment } from '../../src/core/comment/acts.ts'
import {
  createContribution,
  editContribution,
  withdrawContribution
} from '../../src/core/contribution/acts.ts'
import { newId } from '../../src/core/door/id.ts'
import type { Who } from '../../src/core/door/who.ts'
import { importContributions } from '../../src/core/exchange/import/contributions-act.ts'
import { keepFile } from '../../src/core/file/acts.ts'
import { acceptInvitation, sendInvitation } from '../../src/core/invitation/acts.ts'
import { sealClaim } from '../../src/core/person/guest-cookie.ts'
import { appealDecision, decideTarget, flagTarget, settleAppeal } from '../../src/core/moderation/acts.ts'
import { ensurePerson, insertAccount } from '../../src/core/person/account-store.server.ts'
import { blockPerson, claimGuest, editPerson, erasePerson, keepDraft } from '../../src/core/person/acts.ts'
import { guestKey } from '../../src/core/person/keys.server.ts'
import { exportMe, findMe } from '../../src/core/person/views.ts'
import { giveResponse } from '../../src/core/response/acts.ts'
import { makeToken } from '../../src/core/token/acts.ts'
import type { Database } from '../../src/db/database.server.ts'
import { sql } from '../../src/db/sql.server.ts'
import { freshDatabase } from '../support/database.ts'
import { aCall, aGuest, anIdea, sequence } from '../support/world.ts'
import type { World } from '../support/world.ts'
import { aPreparedFile } from './attempts/contributions.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

/** The tables in which a text stands, in any case, as text or as bytes. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await database.query<{ name: string }>(sql`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`)
  const hex = Buffer.from(text.toLowerCase()).toString('hex')
  const found: string[] = []
  for (const { name } of tables) {
    // The name comes from the catalogue, quoted there: no statement of the application is made like this.
    const { rows } = await database.pool.query(
      `select 1 from ${name} t where position($1 in lower(t::text)) > 0 or position($2 in lower(t::text)) > 0 limit 1`,
      [text.toLowerCase(), hex]
    )
    if (rows.length > 0) found.push(name)
  }
  return found
}

/** The salts that keep a person's words closed in the record, as they stand in a row. */
async function personalSalts({ callId }: World): Promise<string[]> {
  const rows = await database.query<{ salt: string }>(sql`
    select encode(personal_salt, 'hex') as salt from ledger_lines
    where log_id = ${callId} and personal_salt is not null and personal::text ilike '%zqxwvkj%'`)
  return rows.map(row => row.salt)
}

/** A word that is nobody else's, short enough to be kept whole wherever words are kept. */
const word = 'zqxwvkj'

async function anAccount(): Promise<{ who: Who; email: string }> {
  const personId = newId()
  const email = `${word}.${personId}@example.org`
  await database.transaction(async tx => {
    await insertAccount(tx, { accountId: personId, email, passwordHash: null })
    await ensurePerson(tx, personId)
    await tx.query(sql`
      insert into auth.sessions (id, account_id, token, user_agent, expires_at, created_at, updated_at)
      values (${newId()}, ${personId}, ${newId()}, ${`${word} browser`}, now() + interval '1 day', now(), now())`)
    await tx.query(sql`
      insert into auth.passkeys (id, account_id, name, credential_id, public_key, counter, device_type, backed_up)
      values (${newId()}, ${personId}, ${`${word} key`}, ${newId()}, 'x', 0, 'singleDevice', false)`)
    await tx.query(sql`
      insert into auth.verifications (id, identifier, value, expires_at, created_at, updated_at)
      values (${newId()}, ${newId()}, ${JSON.stringify({ email })}, now() + interval '1 hour', now(), now())`)
  })
  return { who: { kind: 'person', personId, address: aGuest().address }, email }
}

/** Leaves traces of a person wherever this world keeps any. */
async function leaveTraces(world: World, who: Who): Promise<void> {
  const { door, callId, stepId, owner } = world
  const body = { title: `${word} title`, text: `${word} text` }
  const idea = async (more: object = {}) => {
    const { result } = await door.perform(
      createContribution,
      who,
      { callId, stepId, body, name: `${word} name`, ...more },
      { idempotencyKey: newId() }
    )
    return result.contributionId
  }
  const decide = (target: string, kind: 'contribution' | 'comment', decision: 'hide' | 'publish') =>
    door.perform(decideTarget, owner, {
      callId,
      kind,
      target,
      decision,
      ...(decision === 'hide'
        ? {
            ground: 'private',
            reason: `It names ${word}.`,
            facts: `${word} in line two`,
            rule: `${word} law`
          }
        : {})
    })
  const { result: file } = await door.perform(keepFile, who, {
    callId,
    stepId,
    alt: `${word} alt`,
    file: aPreparedFile()
  })
  const published = await idea({ fileIds: [file.fileId] })
  await door.perform(editContribution, who, {
    callId,
    contributionId: published,
    version: 1,
    body: { ...body, text: `${word} again` }
  })
  const withdrawn = await idea()
  await door.perform(withdrawContribution, who, { callId, contributionId: withdrawn })
  const hidden = await idea()
  const { result: decided } = await decide(hidden, 'contribution', 'hide')
  const contested = { callId, decisionId: decided.decisionId }
  await door.perform(appealDecision, who, { ...contested, words: `I am ${word}.` })
  await door.perform(settleAppeal, owner, { ...contested, outcome: 'upheld', reason: `It is ${word}.` })
  const back = await idea()
  await decide(back, 'contribution', 'hide')
  await decide(back, 'contribution', 'publish')

  const other = await anIdea(world, aGuest())
  const comment = async (parentId?: string) => {
    const { result } = await door.perform(makeComment, who, {
      callId,
      target: other.contributionId,
      body: `${word} says so`,
      name: `${word} name`,
      ...(parentId ? { parentId } : {})
    })
    return result.commentId
  }
  const first = await comment()
  await decide(await comment(first), 'comment', 'hide')
  await door.perform(withdrawComment, who, {
    callId,
    target: other.contributionId,
    commentId: await comment(first)
  })
  await door.perform(
    giveResponse,
    who,
    { callId, stepId, target: other.contributionId },
    { idempotencyKey: newId() }
  )
  await door.perform(flagTarget, who, {
    callId,
    kind: 'contribution',
    target: other.contributionId,
    ground: 'spam',
    note: word
  })
  await door.perform(flagTarget, other.author, {
    callId,
    kind: 'contribution',
    target: published,
    ground: 'private',
    note: `About ${word}`
  })
  await door.perform(keepDraft, who, { place: 'idea:new', body: { text: word } }, { idempotencyKey: newId() })
  await door.perform(keepFile, who, { callId, stepId, alt: `${word} loose`, file: aPreparedFile() })
  const [part] = await database.query<{ participant_id: string }>(sql`
    select participant_id from participants where call_id = ${callId} and person_id = ${other.author.personId}`)
  await door.perform(blockPerson, who, { callId, participantId: part!.participant_id })
}

const erase = ({ door }: Pick<World, 'door'>, who: Who) =>
  door.perform(erasePerson, who, { confirm: 'erase' })

describe('after an erasure', () => {
  test('nothing is left of words, names, addresses and salts, wherever they were', async () => {
    const worlds = [await aCall(database), await aCall(database)]
    const { who, email } = await anAccount()
    const [first] = worlds
    await first!.door.perform(editPerson, who, { name: `${word} name` })
    for (const world of worlds) await leaveTraces(world, who)
    // As a guest before, claimed since.
    const guest = await anIdea(first!, aGuest(), { title: `${word} as a guest`, name: `${word} guest` })
    const key = await guestKey(database)
    const proof = sealClaim(key, guest.author.personId!, new Date(Date.now() + 60_000))
    await first!.door.perform(claimGuest, who, { proof })
    // Invited under another address of the same person, and under this one without an answer.
    for (const address of [`other.${word}@example.org`, email]) {
      const { organisationId, owner } = first!
      await first!.door.perform(sendInvitation, owner, {
        organisationId,
        email: address,
        role: 'moderator',
        language: 'en'
      })
    }
    const letter = first!.letters.find(one => one.to.startsWith('other.'))!
    await first!.door.perform(acceptInvitation, who, {
      token: new URL(String(letter.facts['link'])).searchParams.get('token')!
    })
    await first!.door.perform(makeToken, who, { label: `${word} token`, scopes: ['read'], days: 1 })
    await database.query(sql`
      insert into mails (mail_id, recipient, language, template, facts, made_at)
      values (${newId()}, ${email.toUpperCase()}, 'en', 'decision', ${JSON.stringify({ title: word })}, now())`)
    await sequence(database)

    const salts = (await Promise.all(worlds.map(personalSalts))).flat()
    expect(salts.length).toBeGreaterThan(10)
    expect((await tablesWith(word)).length).toBeGreaterThan(14)
    await erase(first!, who)
    await sequence(database)
    expect(await tablesWith(word)).toEqual([])
    for (const salt of salts) expect(await tablesWith(salt)).toEqual([])
  })

  test('of a guest nothing is left of the letter either that was to bring an account', async () => {
    const world = await aCall(database)
    const { author } = await anIdea(world, aGuest(), { title: `${word} title` })
    const link = `https://mozaika.example/en/x?claim=${sealClaim(await guestKey(database), author.personId!, new Date())}`
    await database.query(sql`
      insert into mails (mail_id, recipient, language, template, facts, made_at)
      values (${newId()}, ${`${word}@example.org`}, 'en', 'sign-in', ${JSON.stringify({ link })}, now())`)
    await erase(world, author)
    expect(await tablesWith(word)).toEqual([])
  })

  test('nothing comes back: no decision, no import and no old proof brings a word or a place in a count', async () => {
    const world = await aCall(database)
    const { callId, stepId, door, owner } = world
    const { who } = await anAccount()
    await leaveTraces(world, who)
    await erase(world, who)
    const rows = await database.query<{ contribution_id: string; state: string }>(sql`
      select contribution_id, state from contributions where call_id = ${callId} and title = ''`)
    expect(rows.length).toBe(4)
    for (const { contribution_id: target } of rows) {
      for (const decision of ['publish', 'hide'] as const) {
        const decided = door.perform(decideTarget, owner, {
          callId,
          kind: 'contribution',
          target,
          decision,
          ...(decision === 'hide' ? { ground: 'spam', reason: 'x' } : {})
        })
        await expect(decided).rejects.toMatchObject({ code: 'gone' })
      }
    }
    const items = [{ key: 'one', body: { title: 'An imported bench', text: '' } }]
    const bring = () =>
      door.perform(importContributions, owner, { callId, stepId, source: 'elsewhere', items })
    await bring()
    await database.query(sql`
      update contributions set state = 'erased', title = '', body = '{}' where call_id = ${callId} and channel = 'import'`)
    items[0]!.body.text = 'Changed at the source.'
    await bring()
    const imported = await database.query(sql`
      select state, title from contributions where call_id = ${callId} and channel = 'import'`)
    expect(imported).toEqual([{ state: 'erased', title: '' }])
    for (const view of [findMe, exportMe])
      await expect(door.look(view, who, {})).rejects.toMatchObject({ code: 'not-signed-in' })
  })

  test('who comes back under the same address is somebody new', async () => {
    const world = await aCall(database)
    const { who, email } = await anAccount()
    await anIdea(world, who, { title: 'Mine' })
    await erase(world, who)
    const accountId = newId()
    await database.transaction(async tx => {
      await insertAccount(tx, { accountId, email, passwordHash: null })
      await ensurePerson(tx, accountId)
    })
    const again: Who = { kind: 'person', personId: accountId, address: aGuest().address }
    expect(await world.door.look(findMe, again, {})).toMatchObject({ name: null, roles: [], email })
    expect(await world.door.look(exportMe, again, {})).toMatchObject({ contributions: [] })
    await erase(world, again)
  })
})

test('whoever acts while being erased leaves nothing behind', async () => {
  const world = await aCall(database)
  const { callId, stepId, door } = world
  const { contributionId: target } = await anIdea(world, aGuest())
  for (let round = 0; round < 5; round++) {
    const { who } = await anAccount()
    // One who takes part already, and one who does not yet.
    if (round % 2 === 0) await anIdea(world, who, { title: `${word} first` })
    const deeds = [
      ...[1, 2, 3, 4].map(n => () => anIdea(world, who, { title: `${word} ${n}`, name: `${word} name` })),
      ...[1, 2, 3, 4].map(
        n => () => door.perform(makeComment, who, { callId, target, body: `${word} ${n}` })
      ),
      ...[1, 2, 3, 4].map(
        n => () => door.perform(keepDraft, who, { place: `idea:${n}`, body: { text: word } })
      ),
      () => door.perform(giveResponse, who, { callId, stepId, target }),
      () =>
        door.perform(flagTarget, who, {
          callId,
          kind: 'contribution' as const,
          target,
          ground: 'spam' as const,
          note: word
        }),
      () => door.perform(editPerson, who, { name: `${word} name` })
    ]
    const ends = await Promise.allSettled([
      ...deeds.slice(0, 6).map(deed => deed()),
      erase(world, who),
      ...deeds.slice(6).map(deed => deed())
    ])
    const failures = ends.flatMap(end => (end.status === 'rejected' ? [end.reason.code] : []))
    expect(failures.filter(code => code !== 'not-signed-in')).toEqual([])
    expect(await tablesWith(word)).toEqual([])
  }
})
