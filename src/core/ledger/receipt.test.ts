import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromBase32, toBase32 } from './base32.ts'
import { toHex } from './bytes.ts'
import { signCheckpoint } from './checkpoint.ts'
import { commitmentOfReceipt, compactReceipt, parseReceipt, receiptOf, receiptText } from './receipt.ts'
import { sealLine } from './seal.ts'
import { generateNoteKey, parseSkey } from './signed-note.ts'

const line = sealLine({
  event: 'response.give',
  at: '2026-05-04T10:00:00.000Z',
  effect: 'put',
  subject: { kind: 'response', id: '0196a1f0-5c7e-7b1a-9a44-1c2d3e4f5061' },
  step: '0196a1f0-5c7e-7b1a-9a44-1c2d3e4f5062',
  counted: {
    target: '0196a1f0-5c7e-7b1a-9a44-1c2d3e4f5063',
    responder: '0196a1f0-5c7e-7b1a-9a44-1c2d3e4f5064',
    kind: 'support',
    body: {},
    channel: 'web'
  },
  personal: { name: 'Оля Шевчук' }
})
const log = '0196a1f0-5c7e-7b1a-9a44-1c2d3e4f5065'
const signer = parseSkey(generateNoteKey('mozaika.example.org/ledger').skey)!
const checkpoint = signCheckpoint(
  { origin: `mozaika.example.org/ledger/${log}`, size: 109_752, root: new Uint8Array(32).fill(9) },
  signer
)
const receipt = receiptOf(log, line, { sequence: 4711, checkpoint })

describe('a receipt', () => {
  test('is read back from its text, and opens the commitment of its line', () => {
    for (const kept of [receipt, compactReceipt(receipt), receiptOf(log, line)]) {
      const read = parseReceipt(receiptText(kept))!
      expect(receiptText(read)).toBe(receiptText(kept))
      expect(toHex(commitmentOfReceipt(read))).toBe(toHex(line.commitment))
    }
    expect(parseReceipt(receiptText(receipt))).toMatchObject({
      sequence: 4711,
      checkpoint,
      personal: { name: 'Оля Шевчук' }
    })
    expect(parseReceipt(receiptText(receiptOf(log, line)))).toMatchObject({
      sequence: null,
      checkpoint: 'pending'
    })
  })

  test('survives being quoted, rewrapped, put in small letters and sent through a QR code', () => {
    const text = receiptText(receipt)
    const forms = [
      text.replaceAll('\n', '\r\n'),
      `Hello,\n\n${text.replaceAll(/^/gm, '> > ')}\n-- \nOlia`,
      text.replaceAll('\n', ' '),
      text.replaceAll('\n', '\u00a0\n   '),
      text.toLowerCase(),
      text.replaceAll(/(.{23})/g, '$1=\n')
    ]
    for (const form of forms) expect(parseReceipt(form), form).toBeDefined()
    expect(text).toMatch(/^[0-9A-Z \n]+$/)
  })

  test('in compact form fits a QR code in alphanumeric mode', () => {
    // Version 25 at level L, 117 modules wide, holds 1,853 characters.
    expect(receiptText(compactReceipt(receipt)).length).toBeLessThan(1853)
  })

  test('cut short or changed in any letter is not read', () => {
    const text = receiptText(receipt)
    const [first, last] = [text.indexOf('\n') + 1, text.lastIndexOf('END OF') - 1]
    fc.assert(
      fc.property(
        fc.integer({ min: first, max: last - 1 }),
        fc.constantFrom('A', 'Z', '2', ''),
        (at, letter) => {
          fc.pre(text[at] !== '\n' && text[at] !== letter)
          expect(parseReceipt(text.slice(0, at) + letter + text.slice(at + 1))).toBeUndefined()
        }
      )
    )
    expect(parseReceipt(text.slice(0, -20))).toBeUndefined()
    expect(parseReceipt('')).toBeUndefined()
    expect(parseReceipt('MOZAIKA RECEIPT 1\nEND OF RECEIPT')).toBeUndefined()
  })

  test('with a place but no checkpoint, or the other way round, is refused', () => {
    expect(parseReceipt(receiptText({ ...receipt, checkpoint: 'pending' }))).toBeUndefined()
    expect(parseReceipt(receiptText({ ...receipt, sequence: null }))).toBeUndefined()
  })
})

describe('base32', () => {
  test('gives the vectors of RFC 4648, section 10, without their padding', () => {
    const vectors = {
      '': '',
      f: 'MY',
      fo: 'MZXQ',
      foo: 'MZXW6',
      foob: 'MZXW6YQ',
      fooba: 'MZXW6YTB',
      foobar: 'MZXW6YTBOI'
    }
    for (const [plain, letters] of Object.entries(vectors)) expect(toBase32(Buffer.from(plain))).toBe(letters)
  })

  test('is read back, and other spellings are refused', () => {
    fc.assert(fc.property(fc.uint8Array(), bytes => toHex(fromBase32(toBase32(bytes))!) === toHex(bytes)))
    for (const text of ['A', 'MZ', 'MY=', 'my', 'M1', 'MZXW6YTBO'])
      expect(fromBase32(text), text).toBeUndefined()
  })
})
