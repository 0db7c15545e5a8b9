import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabase } from '../../../tests/support/database.ts'
import { aCall, aGuest, anIdea } from '../../../tests/support/world.ts'
import type { World } from '../../../tests/support/world.ts'
import type { Database } from '../../db/database.server.ts'
import { only, sql } from '../../db/sql.server.ts'
import { fromHex } from './bytes.ts'
import type { JsonObject } from './canonical.ts'
import { ledgerSigner } from './key.server.ts'
import { writeLines } from './lines.server.ts'
import { receiptOf, receiptText } from './receipt.ts'
import type { SealedLine } from './seal.ts'
import { Sequencer } from './sequencer.server.ts'
import { checkReceiptView, findLog } from './views.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const place = async () =>
  new Sequencer(database, await ledgerSigner(database, 'https://mozaika.example')).run()

interface Row {
  sequence: number | null
  commitment: Buffer
  counted: SealedLine['counted']
  counted_salt: Buffer
  personal: JsonObject
  personal_salt: Buffer
  personal_commitment: Buffer
}

/** The receipt of the line about a subject, as of now. */
async function receiptFor({ callId, door }: World, subjectId: string): Promise<string> {
  const row = await only<Row>(
    database,
    sql`select * from ledger_lines where log_id = ${callId} and subject_id = ${subjectId}`
  )
  const line = {
    commitment: row.commitment,
    counted: row.counted,
    countedSalt: row.counted_salt,
    personal: row.personal,
    personalSalt: row.personal_salt,
    personalCommitment: row.personal_commitment
  }
  const { checkpoint } = await door.look(findLog, aGuest(), { log: callId })
  return receiptText(
    receiptOf(callId, line, row.sequence === null ? undefined : { sequence: row.sequence, checkpoint })
  )
}

const check = async ({ door, callId }: World, receipt: string) =>
  door.look(checkReceiptView, aGuest(), { log: callId, receipt })

it('finds the line of a receipt, also after the log has grown', async () => {
  const world = await aCall(database)
  const { contributionId } = await anIdea(world, aGuest())
  await place()
  const receipt = await receiptFor(world, contributionId)
  const note = {
    log: world.callId,
    effect: 'note',
    subject: { kind: 'call', id: world.callId },
    counted: {}
  } as const
  await database.transaction(tx => writeLines(tx, 'call.note', new Array(300).fill(note)))
  await place()
  expect(await check(world, receipt)).toMatchObject({
    verdict: 'included',
    sequence: 1,
    event: 'contribution.create',
    log: world.callId
  })
})

it('says that a line waits, and finds it by the same receipt afterwards', async () => {
  const world = await aCall(database)
  const { contributionId } = await anIdea(world, aGuest())
  const receipt = await receiptFor(world, contributionId)
  expect(await check(world, receipt)).toMatchObject({ verdict: 'waiting', sequence: null })
  await place()
  expect(await check(world, receipt)).toMatchObject({ verdict: 'included', sequence: 1 })
  await database.query(sql`
    delete from ledger_lines where log_id = ${world.callId} and subject_id = ${contributionId}`)
  expect(await check(world, receipt)).toMatchObject({ verdict: 'missing' })
})

it('notices another line at the place, and a log that was rewritten', async () => {
  const world = await aCall(database)
  const { contributionId } = await anIdea(world, aGuest())
  await place()
  const receipt = await receiptFor(world, contributionId)
  await database.query(sql`
    update ledger_lines set commitment = ${fromHex('00'.repeat(32))!}
    where log_id = ${world.callId} and subject_id = ${contributionId}`)
  expect(await check(world, receipt)).toMatchObject({ verdict: 'mismatch' })
  await database.query(sql`
    update ledger_tiles set hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1) where log_id = ${world.callId} and level = 0`)
  expect(await check(world, receipt)).toMatchObject({ verdict: 'rewritten' })
})

it('knows neither receipts of other calls nor of other keys, nor what is none', async () => {
  const world = await aCall(database)
  const other = await aCall(database)
  const { contributionId } = await anIdea(world, aGuest())
  await place()
  const receipt = await receiptFor(world, contributionId)
  expect(await check(other, receipt)).toMatchObject({ verdict: 'other-log', log: world.callId })
  expect(await check(world, receipt.slice(0, 200))).toMatchObject({ verdict: 'unreadable', log: null })
  await database.query(sql`delete from instance_facts where name = 'ledger-key'`)
  await ledgerSigner(database, 'https://mozaika.example')
  expect(await check(world, receipt)).toMatchObject({ verdict: 'other-key' })
})
