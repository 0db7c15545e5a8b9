import { describe, expect, test } from 'vitest'
import { receiptOf, receiptText } from '../receipt.ts'
import type { SealedLine } from '../seal.ts'
import { generateNoteKey, parseSkey } from '../signed-note.ts'
import { recount, rules, SampleLog, sampleLog, signer, vkey } from './sample-export.ts'
import {
  codes,
  honest,
  includedReceipt,
  pendingReceipt,
  recounted,
  unknownIn,
  upTo,
  verify,
  withJson
} from './tampering.ts'

/** The line of the support r5. */
const support = honest.lines[8]!

describe('an operator who signs the log anew', () => {
  const shorter = honest.without(8)

  test('without a response is found consistent alone, and forked by an earlier checkpoint or a receipt', () => {
    const files = recounted(shorter)
    expect(codes(files, { key: vkey })).toEqual([])
    expect(codes(files, { key: vkey, since: honest.checkpoint(20) })).toEqual(['forked'])
    expect(codes(files, { key: vkey, since: includedReceipt(honest, 8) })).toEqual(['forked'])
    expect(codes(files, { key: vkey, since: includedReceipt(honest, 8, 20) })).toEqual(['forked'])
    expect(codes(files, { since: honest.checkpoint(8) })).toEqual([])
  })

  test('up to the same size is forked', () => {
    const other = shorter.copy()
    other.add({ event: 'call.answer', effect: 'note', subject: { kind: 'call', id: 'call-1' } })
    other.add({ event: 'call.answer', effect: 'note', subject: { kind: 'call', id: 'call-1' } })
    expect(codes(recounted(other, 49), { since: honest.checkpoint(49) })).toEqual(['forked'])
  })

  test('without its last lines has rolled it back', () => {
    expect(codes(honest.files(46), { since: honest.checkpoint(49) })).toEqual(['rolled-back'])
    expect(codes(honest.files(46), { since: includedReceipt(honest, 48) })).toEqual(['rolled-back'])
  })

  test('with another key is found by the key from elsewhere, a checkpoint or a receipt', () => {
    const other = generateNoteKey(signer.name)
    const files = honest.files(49, { signer: parseSkey(other.skey)!, vkey: other.vkey })
    expect(codes(files)).toEqual([])
    expect(codes(files, { key: vkey })).toEqual(['wrong-key'])
    expect(codes(files, { since: honest.checkpoint(20) })).toEqual(['wrong-key'])
    expect(codes(files, { since: includedReceipt(honest, 8) })).toEqual(['wrong-key'])
  })

  test('before a waiting line came in owes that line to its pending receipt', () => {
    const since = pendingReceipt(honest, 8)
    expect(codes(recounted(shorter), { since })).toEqual(['receipt-missing'])
    const early = withJson(
      recounted(shorter),
      'mozaika.json',
      manifest => (manifest.exportedAt = '2026-05-04T10:08:30.000Z')
    )
    expect(unknownIn(verify(early, { since }))).toContain('receipt-pending')
  })

  test('with a result that is not the count is found by the recount', () => {
    const sample = upTo(45)
    sample.publish({ ranking: [{ id: 'c3', supports: 39 }] })
    const [finding, ...rest] = verify(sample.files()).findings
    expect(finding).toMatchObject({
      code: 'result-changed',
      where: { step: 's1' },
      detail: { against: 'recount' }
    })
    expect(rest).toEqual([])
  })

  test('with one person’s responses twice', () => {
    const sample = upTo(45)
    sample.respond('r98', 'c2', 'p5')
    sample.publish()
    expect(codes(sample.files())).toEqual(['response-doubled'])
  })

  test('with responses held back until after the count, or cut off by it', () => {
    const late = upTo(46)
    late.respond('r98', 'c2', 'p98')
    expect(codes(late.files())).toEqual(['response-uncounted'])
    const cut = upTo(45)
    cut.publish(recount(rules, [], [], 's1'), 1)
    expect(new Set(codes(cut.files()))).toEqual(new Set(['response-uncounted']))
  })

  test('with a response hidden for good is found by its receipt, or once every step is counted', () => {
    const sample = honest.copy()
    sample.lines[8] = { ...support, shown: 'hidden' }
    const files = recounted(sample)
    expect(codes(files)).toEqual([])
    expect(verify(files).unknown).toContainEqual({ code: 'lines-hidden', detail: { count: 2 } })
    expect(codes(files, { since: includedReceipt(sample, 8, 20) })).toEqual(['line-withheld'])
    const single = new SampleLog()
    single.open({ steps: rules.steps.slice(0, 1) })
    single.respond('r1', 'c1', 'p1', 's1', 'hidden')
    single.publish()
    expect(codes(single.files())).toContain('line-withheld')
  })

  test('with an erasure nobody asked for, or one that was not done', () => {
    const unasked = honest.copy()
    unasked.destroy(support)
    expect(codes(unasked.files())).toEqual(['erasure-unrecorded'])
    const undone = honest.copy()
    undone.add({
      event: 'person.erase',
      effect: 'erase',
      subject: { kind: 'person', id: 'p' },
      erases: [support.commitment]
    })
    expect(codes(undone.files())).toEqual(['erasure-incomplete'])
  })

  test('and keeps words back is not accused, but it is said', () => {
    const sample = honest.copy()
    sample.lines[8] = { ...support, shown: 'sealed' }
    const found = verify(sample.files())
    expect(found.findings).toEqual([])
    expect(found.unknown).toContainEqual({ code: 'lines-sealed', detail: { count: 1 } })
  })
})

describe('what is given beside the export', () => {
  test('such as a receipt for a response that was taken back later, is asked about', () => {
    const found = verify(honest.files(), { since: includedReceipt(honest, 11) })
    expect(found.findings).toEqual([])
    expect(found.unknown).toContainEqual({
      code: 'receipt-superseded',
      detail: { sequence: 43, event: 'response.take-back' }
    })
  })

  test('that cannot be read, or is of another log, is named', () => {
    expect(codes(honest.files(), { since: 'hello' })).toEqual(['since-unreadable'])
    expect(codes(honest.files(), { key: 'hello' })).toEqual(['key-unreadable'])
    const other = honest.checkpoint(5).replace('call-1', 'call-2')
    expect(codes(honest.files(), { since: other })).toEqual(['other-log'])
    const forged = honest.checkpoint(5).replace('\n5\n', '\n6\n')
    expect(codes(honest.files(), { since: forged })).toEqual(['bad-signature'])
  })

  test('such as a receipt for a line that was never there is a mismatch', () => {
    const checkpoint = honest.checkpoint(20)
    const stranger = sampleLog().lines[8] as unknown as SealedLine
    const since = receiptText(receiptOf('call-1', stranger, { sequence: 8, checkpoint }))
    expect(codes(honest.files(), { since })).toEqual(['receipt-mismatch'])
  })
})
