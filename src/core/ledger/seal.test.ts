import { describe, expect, test } from 'vitest'
import { toHex } from './bytes.ts'
import { commitToPart } from './commitment.ts'
import { eraseLine, reopenLine, sealLine } from './seal.ts'
import type { LineInput } from './seal.ts'
import { sha256 } from './sha256.ts'

const support: LineInput = {
  event: 'response.give',
  at: '2026-05-04T10:00:00.000Z',
  effect: 'put',
  subject: { kind: 'response', id: 'r1' },
  step: 's1',
  counted: { target: 'c1', kind: 'support', body: {} },
  personal: { name: 'Оля' }
}

describe('a sealed line', () => {
  test('is committed to as the format says, to the byte', () => {
    const line = sealLine(support, size => new Uint8Array(size).fill(7))
    const salt = Buffer.alloc(16, 7)
    const counted = sha256(
      Buffer.from('mozaika/counted/1\0'),
      salt,
      Buffer.from(
        '{"at":"2026-05-04T10:00:00.000Z","effect":"put","event":"response.give",' +
          '"record":{"body":{},"kind":"support","target":"c1"},"step":"s1","subject":{"id":"r1","kind":"response"}}'
      )
    )
    const personal = sha256(Buffer.from('mozaika/personal/1\0'), salt, Buffer.from('{"name":"Оля"}'))
    const whole = sha256(Buffer.from('mozaika/line/1\0'), counted, personal)
    expect(toHex(line.commitment)).toBe(toHex(whole))
  })

  test('opens to its commitment, before and after erasure', () => {
    const line = sealLine(support)
    expect(toHex(reopenLine(line))).toBe(toHex(line.commitment))
    const erased = eraseLine(line)
    expect(Object.keys(erased).sort()).toEqual(['commitment', 'counted', 'countedSalt', 'personalCommitment'])
    expect(toHex(reopenLine(erased))).toBe(toHex(line.commitment))
  })

  test('cannot be opened to another value, word or salt, even after erasure', () => {
    const line = sealLine(support)
    const own = toHex(line.commitment)
    const counted = { ...line.counted, record: { ...line.counted.record, target: 'c2' } }
    expect(toHex(reopenLine({ ...line, counted }))).not.toBe(own)
    expect(toHex(reopenLine({ ...eraseLine(line), counted }))).not.toBe(own)
    expect(toHex(reopenLine({ ...line, personal: { name: 'Ола' } }))).not.toBe(own)
    expect(toHex(reopenLine({ ...line, countedSalt: line.personalSalt }))).not.toBe(own)
  })

  test('shows nothing of equal contents: fresh salts give other commitments', () => {
    const [one, two] = [sealLine(support), sealLine(support)]
    expect(toHex(one.commitment)).not.toBe(toHex(two.commitment))
    expect(toHex(one.personalCommitment)).not.toBe(toHex(two.personalCommitment))
    expect(toHex(one.countedSalt)).not.toBe(toHex(one.personalSalt))
  })

  test('keeps its two parts apart: the same bytes commit differently as another part', () => {
    const salt = new Uint8Array(16)
    expect(toHex(commitToPart('counted', salt, {}))).not.toBe(toHex(commitToPart('personal', salt, {})))
  })

  test('names the lines whose personal part an erasure destroys', () => {
    const line = sealLine(support)
    const erasure = sealLine({
      ...support,
      event: 'person.erase',
      effect: 'erase',
      erases: [line.commitment]
    })
    expect(erasure.counted.erases).toEqual([toHex(line.commitment)])
  })

  test('is refused when a part is not JSON or a salt has another length', () => {
    expect(() => sealLine({ ...support, counted: { at: NaN } })).toThrow('$.record.at')
    expect(() => commitToPart('counted', new Uint8Array(15), {})).toThrow(RangeError)
  })
})
