import fc from 'fast-check'
import { expect, test } from 'vitest'
import { recount, sampleLog } from './sample-export.ts'
import { verifyExport } from './verify-export.ts'

const honest = sampleLog().files()
const paths = [...honest.keys()]

/** Fields that say when the file was made and what the call is called: listed as unknown, not proven. */
const unproven = /"exportedAt":"[^"]*"|"facts":\{[^}]*\}/

test('any byte changed anywhere but in the unproven fields is noticed', () => {
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.nat(), fc.integer({ min: 1, max: 255 }), (path, at, by) => {
      const bytes = Buffer.from(honest.get(path)!)
      const place = at % bytes.length
      const match = unproven.exec(bytes.toString('latin1'))
      fc.pre(!match || place < match.index || place >= match.index + match[0].length)
      bytes[place] = (bytes[place]! + by) % 256
      expect(verifyExport(new Map(honest).set(path, bytes), { recount }).ok).toBe(false)
    }),
    { numRuns: 400 }
  )
})

test('rubbish in any file is a finding, never a failure of the verifier', () => {
  const rubbish = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.json().map(text => Buffer.from(text)),
    fc
      .constantFrom('{}', 'null', '[]\n[]', '{"versions":[{}]}', '{"results":[null]}', '')
      .map(text => Buffer.from(text))
  )
  fc.assert(
    fc.property(fc.constantFrom(...paths), rubbish, fc.option(fc.string()), (path, bytes, text) => {
      const given = text === null ? {} : { key: text, since: text }
      expect(verifyExport(new Map(honest).set(path, bytes), { recount, ...given }).ok).toBe(false)
    }),
    { numRuns: 200 }
  )
})

test('a checkpoint of any claimed size is answered at once', () => {
  const note = String(Buffer.from(honest.get('ledger/checkpoint')!))
  for (const size of ['0', '1', '50', '4294967296', '9007199254740991']) {
    const forged = new Map(honest).set(
      'ledger/checkpoint',
      Buffer.from(note.replace('\n49\n', `\n${size}\n`))
    )
    expect(verifyExport(forged, { recount }).findings.map(({ code }) => code)).toContain('tree-changed')
  }
})

test('of many faults of one kind the first twenty are told and the others counted', () => {
  const files = new Map(honest).set('responses.jsonl', Buffer.from(''))
  const dropped = verifyExport(files, { recount }).findings.filter(({ code }) => code === 'record-dropped')
  expect(dropped).toHaveLength(20)
  expect(dropped.at(-1)?.detail).toEqual({ more: 19 })
})
