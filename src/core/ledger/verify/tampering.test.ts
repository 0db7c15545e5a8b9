import { describe, expect, test } from 'vitest'
import { canonicalJson } from '../canonical.ts'
import { receiptOf, receiptText } from '../receipt.ts'
import type { SealedLine } from '../seal.ts'
import { generateNoteKey, parseSkey } from '../signed-note.ts'
import { picture, recount, rules, SampleLog, sampleLog, signer, vkey } from './sample-export.ts'
import type { Verification, VerifyOptions } from './verify-export.ts'
import { verifyExport } from './verify-export.ts'

type Files = Map<string, Uint8Array>
type Row = Record<string, any>

const honest = sampleLog()
/** Of the support r5, and of its line. */
const support = honest.lines[8]!
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
    files.set('ledger/tile/entries/000.p/49', Buffer.from(bundle).fill('0', 30, 31))
    expect(codes(files)).toEqual(['file-edited'])
  })
})

describe('with records changed, the verifier names', () => {
  const responses = 'responses.jsonl'
  const cases: Record<string, [(rows: Row[]) => Row[], string[]]> = {
    'a response dropped': [rows => rows.toSpliced(4, 1), ['record-dropped']],
    'a response added': [
      rows => [
        ...rows,
        { ...rows[4]!, id: 'r99', sequence: 60, counted: { ...rows[4]!.counted, responder: 'p99' } }
      ],
      ['record-added']
    ],
    'a response counted twice': [rows => rows.toSpliced(4, 0, rows[4]!), ['record-added']],
    'a response edited': [rows => changed(rows, 4, row => (row.counted.target = 'c1')), ['record-edited']],
    'its time edited': [
      rows => changed(rows, 4, row => (row.at = '2026-05-04T09:00:00.000Z')),
      ['record-edited']
    ],
    'its step edited': [rows => changed(rows, 4, row => (row.step = 's2')), ['record-edited']],
    'its id edited': [rows => changed(rows, 4, row => (row.id = 'r99')), ['record-edited']],
    'its name edited': [rows => changed(rows, 4, row => (row.personal.name = 'N. other')), ['record-edited']],
    'the counted value of an erased response edited': [
      rows => changed(rows, 6, row => (row.counted.target = 'c2')),
      ['record-edited']
    ],
    'words put back into an erased response': [
      rows => changed(rows, 6, row => (row.personal = { name: 'N. p7' })),
      ['record-edited']
    ],
    'two responses swapped in what they say': [
      rows =>
        rows.map((row, i) =>
          i === 4
            ? { ...rows[5]!, sequence: row.sequence }
            : i === 5
              ? { ...rows[4]!, sequence: row.sequence }
              : row
        ),
      ['records-swapped']
    ],
    'two rows swapped': [rows => swapped(rows, 4, 5), ['records-swapped']],
    'rows reordered': [rows => rows.toReversed(), ['records-reordered']],
    'a response taken back shown as standing': [
      rows => changed(rows, 7, row => (row.current = true)),
      ['record-state-changed']
    ],
    'a standing response shown as taken back': [
      rows => changed(rows, 4, row => (row.current = false)),
      ['record-state-changed']
    ],
    'an erasure not shown': [rows => changed(rows, 6, row => delete row.erased), ['record-state-changed']]
  }
  test.each(Object.entries(cases))('%s', (_name, [change, expected]) => {
    expect(codes(withRows(honest.files(), responses, change, 'responses.csv'))).toEqual(expected)
  })

  test('a contribution’s words edited', () => {
    const files = withRows(honest.files(), 'contributions.jsonl', rows =>
      changed(rows, 1, row => (row.personal.title = 'Oaks'))
    )
    expect(codes(files)).toEqual(['record-edited'])
  })

  test('rules edited', () => {
    const files = withJson(
      honest.files(),
      'call.json',
      call => (call.versions[0].rules.question = 'What else?')
    )
    expect(codes(files)).toEqual(['rules-changed'])
  })

  test('a result edited, however consistently it reads', () => {
    const edit = (change: (result: Row) => void) =>
      codes(withJson(honest.files(), 'result.json', file => change(file.results[0])))
    expect(edit(row => (row.result.ranking[0].supports += 5))).toEqual(['result-changed'])
    expect(edit(row => (row.settings = { half: 4 }))).toEqual(['result-changed'])
    expect(edit(row => (row.method = 'other'))).toEqual(['result-changed'])
    expect(edit(row => (row.through = 30))).toEqual(['result-changed'])
  })

  test('a result dropped, and one added', () => {
    expect(codes(withJson(honest.files(), 'result.json', file => file.results.pop()))).toEqual([
      'record-dropped'
    ])
    const twice = withJson(honest.files(), 'result.json', file =>
      file.results.push({ ...file.results[0], sequence: 48, step: 's2' })
    )
    expect(codes(twice)).toContain('record-added')
  })

  test('a companion table that tells another story', () => {
    const files = honest.files()
    files.set(
      'responses.csv',
      Buffer.from(String(Buffer.from(files.get('responses.csv')!)).replace('c2', 'c1'))
    )
    expect(codes(files)).toEqual(['companion-changed'])
  })

  test('files handed in that were changed, dropped or added', () => {
    const path = [...honest.files().keys()].find(name => name.startsWith('files/'))!
    expect(codes(honest.files().set(path, Buffer.from('another picture')))).toEqual(['file-edited'])
    expect(codes(honest.files().set(`files/${'00'.repeat(32)}.png`, picture))).toEqual(['file-added'])
    const files = honest.files()
    files.delete(path)
    expect(codes(files)).toEqual(['file-missing'])
  })
})

describe('with the frame changed, the verifier names', () => {
  test.each(['size', 'origin', 'log', 'call', 'vkey'])('the %s in the manifest', field => {
    const other: Row = {
      size: 7,
      origin: 'example.org/x',
      log: 'call-2',
      call: 'call-2',
      vkey: generateNoteKey('a').vkey
    }
    const found = codes(
      withJson(honest.files(), 'mozaika.json', manifest => (manifest[field] = other[field])),
      { key: vkey }
    )
    expect(new Set(found)).toEqual(new Set(['manifest-changed']))
  })

  test('a signature that does not fit, and a checkpoint that is none', () => {
    const note = String(Buffer.from(honest.files().get('ledger/checkpoint')!))
    const forged = honest.files().set('ledger/checkpoint', Buffer.from(note.replace(/\n49\n/, '\n48\n')))
    expect(codes(forged)).toContain('bad-signature')
    expect(codes(honest.files().set('ledger/checkpoint', Buffer.from('none')))).toEqual(['malformed'])
  })

  test('each file that is missing', () => {
    for (const path of [
      'mozaika.json',
      'call.json',
      'result.json',
      'responses.jsonl',
      'ledger/lines.jsonl',
      'ledger/checkpoint'
    ]) {
      const files = honest.files()
      files.delete(path)
      expect(codes(files), path).toContain('file-missing')
    }
    expect(verify(new Map()).ok).toBe(false)
  })

  test('texts in another form than the canonical one, such as with a repeated key', () => {
    const twice = (text: string) => text.replace('"current":true', '"current":false,"current":true')
    expect(codes(withText(honest.files(), 'responses.jsonl', twice))).toEqual(['not-canonical'])
    expect(
      codes(withText(honest.files(), 'responses.jsonl', text => text.replace('{', '{"x":1,')))
    ).toContain('malformed')
    expect(codes(withText(honest.files(), 'responses.jsonl', text => text.replace('}', '')))).toContain(
      'malformed'
    )
    expect(codes(honest.files().set('call.json', Buffer.from([0xff])))).toContain('malformed')
  })

  test('files that nothing vouches for, as unknown', () => {
    const found = verify(honest.files().set('summary.html', Buffer.from('<b>c2 won</b>')))
    expect(found.findings).toEqual([])
    expect(found.unknown).toContainEqual({ code: 'files-not-covered', detail: { files: ['summary.html'] } })
  })
})

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

function verify(files: Files, options: Omit<VerifyOptions, 'recount'> = {}): Verification {
  return verifyExport(files, { ...options, recount })
}

function codes(files: Files, options: Omit<VerifyOptions, 'recount'> = {}): string[] {
  return verify(files, options).findings.map(finding => finding.code)
}

function unknownIn({ unknown }: Verification): string[] {
  return unknown.map(({ code }) => code).sort()
}

function includedReceipt(sample: SampleLog, sequence: number, size?: number): string {
  const line = sample.lines[sequence] as unknown as SealedLine
  return receiptText(receiptOf('call-1', line, { sequence, checkpoint: sample.checkpoint(size) }))
}

function pendingReceipt(sample: SampleLog, sequence: number): string {
  return receiptText(receiptOf('call-1', sample.lines[sequence] as unknown as SealedLine))
}

/** The first lines of the honest log, before or after its result. */
function upTo(size: number): SampleLog {
  const sample = honest.copy()
  sample.lines.splice(size)
  return sample
}

/** The export of a changed log with its result counted again, as an operator who covers the change would do. */
function recounted(changedLog: SampleLog, size?: number): Files {
  const at = changedLog.lines.findIndex(line => line.counted.event === 'step.result')
  const sample = changedLog.copy()
  const tail = sample.lines.splice(at).slice(1)
  sample.publish()
  sample.lines.push(...tail)
  return sample.files(size)
}

function withText(files: Files, path: string, change: (text: string) => string): Files {
  return files.set(path, Buffer.from(change(String(Buffer.from(files.get(path)!)))))
}

function withJson(files: Files, path: string, change: (value: any) => void): Files {
  return withText(files, path, text => {
    const value = JSON.parse(text)
    change(value)
    return canonicalJson(value)
  })
}

/** Changes the rows of a JSON Lines file; a companion that would no longer fit may be left out. */
function withRows(files: Files, path: string, change: (rows: Row[]) => Row[], companion?: string): Files {
  if (companion) files.delete(companion)
  return withText(files, path, text => {
    const rows = text
      .split('\n')
      .filter(Boolean)
      .map(row => JSON.parse(row) as Row)
    return change(rows)
      .map(row => `${canonicalJson(row)}\n`)
      .join('')
  })
}

function renumber(rows: Row[]): Row[] {
  return rows.map((row, sequence) => ({ ...row, sequence }))
}

function swapped(rows: Row[], a: number, b: number): Row[] {
  return rows.with(a, rows[b]!).with(b, rows[a]!)
}

function renumbered(rows: Row[], a: number, b: number): Row[] {
  return rows.with(a, { ...rows[a], sequence: b }).with(b, { ...rows[b], sequence: a })
}

function changed(rows: Row[], at: number, change: (row: Row) => void): Row[] {
  const row = structuredClone(rows[at]!)
  change(row)
  return rows.with(at, row)
}

function head({ sequence, commitment }: Row): Row {
  return { sequence, commitment }
}
