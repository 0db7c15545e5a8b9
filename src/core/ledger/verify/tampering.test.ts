import { describe, expect, test } from 'vitest'
import { SampleLog, vkey } from './sample-export.ts'
import {
  changed,
  codes,
  head,
  honest,
  includedReceipt,
  pendingReceipt,
  renumber,
  renumbered,
  swapped,
  unknownIn,
  verify,
  withRows
} from './tampering.ts'
import type { Row } from './tampering.ts'

/** The places of two lines that open themselves. */
const answers = [46, 47] as const

describe('an honest export', () => {
  test('is found right, and what cannot be known of it is listed', () => {
    const found = verify(honest.files())
    expect(found.findings).toEqual([])
    expect(found.ok).toBe(true)
    expect(found.facts).toMatchObject({
      size: 49,
      lines: 49,
      erased: 1,
      hidden: 1,
      sealed: 0,
      responses: 38,
      contributions: 3
    })
    expect(unknownIn(found)).toEqual([
      'earlier-state-not-compared',
      'facts-not-recorded',
      'key-not-confirmed',
      'later-lines',
      'lines-hidden',
      'real-people',
      'result-not-published',
      'times'
    ])
  })

  test('agrees with the key, with every earlier checkpoint and with every receipt', () => {
    for (let size = 0; size <= 49; size++) {
      expect(codes(honest.files(), { key: vkey, since: honest.checkpoint(size) })).toEqual([])
    }
    for (const since of [
      includedReceipt(honest, 8),
      includedReceipt(honest, 48),
      pendingReceipt(honest, 8)
    ]) {
      const found = verify(honest.files(), { key: vkey, since })
      expect(found.findings).toEqual([])
      expect(unknownIn(found)).not.toContain('key-not-confirmed')
      expect(unknownIn(found)).not.toContain('earlier-state-not-compared')
    }
  })

  test('shows nothing of what is erased or hidden', () => {
    const text = [...honest.files().values()].map(bytes => Buffer.from(bytes).toString()).join('\n')
    expect(text).toContain('N. p6"')
    expect(text).not.toContain('N. p7"')
    expect(text).not.toContain('r40')
  })

  test('of a log without lines is right', () => {
    expect(codes(new SampleLog().files())).toEqual([])
  })
})

describe('with lines of the log changed, the verifier names', () => {
  const lines = 'ledger/lines.jsonl'
  const cases: Record<string, [(rows: Row[]) => Row[], string[]]> = {
    'a line dropped': [rows => rows.toSpliced(46, 1), ['line-dropped']],
    'a line dropped with the others renumbered': [rows => renumber(rows.toSpliced(46, 1)), ['line-dropped']],
    'the line of a response dropped': [rows => rows.toSpliced(8, 1), ['line-dropped']],
    'the last lines dropped': [rows => rows.slice(0, 45), ['line-dropped']],
    'a line added': [
      rows => [...rows, { ...rows[46]!, sequence: 49, commitment: 'ab'.repeat(32) }],
      ['line-added']
    ],
    'a line added between with the others renumbered': [
      rows => renumber(rows.toSpliced(46, 0, { ...rows[46]!, commitment: 'ab'.repeat(32) })),
      ['line-added']
    ],
    'a line given twice': [rows => [...rows, rows[46]!], ['line-added']],
    'what a line says edited': [
      rows => changed(rows, 46, row => (row.counted.record.says = 'no')),
      ['line-edited']
    ],
    'what a line opens to edited': [
      rows => changed(rows, 46, row => (row.personal = { name: 'x' })),
      ['line-edited']
    ],
    'a commitment edited': [
      rows => changed(rows, 46, row => (row.commitment = 'cd'.repeat(32))),
      ['line-edited', 'line-edited']
    ],
    'the salt of a response edited': [
      rows => changed(rows, 8, row => (row.countedSalt = 'ef'.repeat(16))),
      ['record-edited']
    ],
    'two lines swapped': [rows => swapped(rows, ...answers), ['lines-swapped']],
    'two lines swapped that then bear each other’s numbers': [
      rows => renumber(swapped(rows, ...answers)),
      ['lines-swapped']
    ],
    'the numbers of two lines swapped': [rows => renumbered(rows, ...answers), ['lines-swapped']],
    'what two lines say swapped': [
      rows =>
        rows.map((row, i) =>
          i === 46 ? { ...rows[47], ...head(row) } : i === 47 ? { ...rows[46], ...head(row) } : row
        ),
      ['lines-swapped']
    ],
    'lines reordered': [rows => [...rows.slice(10), ...rows.slice(0, 10)], ['lines-reordered']],
    'lines reordered and renumbered': [
      rows => renumber([...rows.slice(10), ...rows.slice(0, 10)]),
      ['lines-reordered']
    ]
  }
  test.each(Object.entries(cases))('%s', (_name, [change, expected]) => {
    expect(codes(withRows(honest.files(), lines, change))).toEqual(expected)
  })

  test('where a line was dropped, and how many', () => {
    const [finding] = verify(withRows(honest.files(), lines, rows => rows.toSpliced(20, 3))).findings
    expect(finding).toEqual({
      code: 'line-dropped',
      where: { file: lines, sequence: 20 },
      detail: { count: 3 }
    })
  })

  test('a dropped line even when the entries of the tree were dropped or changed with it', () => {
    const files = withRows(honest.files(), lines, rows => rows.toSpliced(46, 1))
    const bundle = 'ledger/tile/entries/000.p/49'
    files.set(bundle, honest.without(46).files().get('ledger/tile/entries/000.p/48')!)
    expect(codes(files)).toEqual(['file-edited', 'tree-changed', 'line-dropped'])
    files.delete(bundle)
    expect(codes(files)).toEqual(['file-missing', 'tree-changed', 'line-dropped'])
  })

  test('entries changed while the lines are right', () => {
    const files = honest.files()
    const bundle = files.get('ledger/tile/entries/000.p/49')!
    files.set(
      'ledger/tile/entries/000.p/49',
      Buffer.from(bundle).map((byte, i) => (i === 30 ? byte ^ 1 : byte))
    )
    expect(codes(files)).toEqual(['file-edited'])
  })
})
