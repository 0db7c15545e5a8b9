import { describe, expect, test } from 'vitest'
import { generateNoteKey } from '../signed-note.ts'
import { picture, vkey } from './sample-export.ts'
import { changed, codes, honest, swapped, verify, withJson, withRows, withText } from './tampering.ts'
import type { Row } from './tampering.ts'

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
    expect(edit(row => (row.counted.through = 30))).toEqual(['result-changed'])
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
