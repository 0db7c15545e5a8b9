import QRCode from 'qrcode'
import type { ResultOf } from '../../../core/door/act.ts'
import { Refusal } from '../../../core/door/refusal.ts'
import { fromHex } from '../../../core/ledger/bytes.ts'
import type { JsonObject } from '../../../core/ledger/canonical.ts'
import { commitToPart } from '../../../core/ledger/commitment.ts'
import { compactReceipt, receiptText } from '../../../core/ledger/receipt.ts'
import type { Receipt } from '../../../core/ledger/receipt.ts'
import type { CountedOpening } from '../../../core/ledger/seal.ts'
import { findReceipt } from '../../../core/ledger/views.ts'

/** What a page shows of a receipt. */
export interface ShownReceipt {
  readonly line: string
  /** Place in the record; null while the line waits for it. */
  readonly sequence: number | null
  readonly text: string
  /** An SVG image of the compact receipt, for cameras. */
  readonly code: string
}

/** The receipt of a line that belongs to whoever looks. @throws {Refusal} `not-found`, `not-allowed`, `not-signed-in`. */
export async function seeReceipt(locals: App.Locals, log: string, line: string): Promise<ShownReceipt> {
  const receipt = receiptOf(await locals.app.look(findReceipt, locals.who, { log, line }))
  // Capital letters, figures and spaces take the least room in a code; a receipt is read back without its line breaks.
  const compact = receiptText(compactReceipt(receipt)).replaceAll('\n', ' ').trim()
  const code = await QRCode.toString(compact, { type: 'svg', errorCorrectionLevel: 'L', margin: 0 })
  return { line, sequence: receipt.sequence, text: receiptText(receipt), code }
}

/** The same where a page goes on without it: for somebody else there is none. */
export async function seeReceiptIfOwn(
  locals: App.Locals,
  log: string,
  line: string | null
): Promise<ShownReceipt | null> {
  if (line === null || locals.who.personId === null) return null
  try {
    return await seeReceipt(locals, log, line)
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/** A receipt proves something once a signed checkpoint covers its line; until then it says that it is pending. */
function receiptOf({ log, checkpoint, size, line }: ResultOf<typeof findReceipt>): Receipt {
  if (!('counted' in line)) throw new Refusal('gone')
  const isCovered = line.sequence !== null && line.sequence < size && checkpoint !== ''
  const start = {
    log,
    ...(isCovered ? { sequence: line.sequence, checkpoint } : { sequence: null, checkpoint: 'pending' }),
    counted: line.counted as CountedOpening,
    countedSalt: fromHex(line.countedSalt)!
  }
  if (!('personalSalt' in line)) return { ...start, personalCommitment: fromHex(line.personalCommitment)! }
  const personal = line.personal as JsonObject
  const personalSalt = fromHex(line.personalSalt)!
  return {
    ...start,
    personal,
    personalSalt,
    personalCommitment: commitToPart('personal', personalSalt, personal)
  }
}
