import { expect, test } from 'vitest'
import { leafBytes, parseLeaf } from './leaf.ts'

const leaf = { log: 'call-1', sequence: 7, commitment: new Uint8Array(32).fill(0xab) }

test('a leaf holds log, sequence and commitment and nothing else', () => {
  const text = Buffer.from(leafBytes(leaf)).toString()
  expect(text).toBe(`{"commitment":"${'ab'.repeat(32)}","log":"call-1","sequence":7}`)
})

test('a leaf is read back as it was written', () => {
  const read = parseLeaf(leafBytes(leaf))
  expect(read).toMatchObject({ log: 'call-1', sequence: 7 })
  expect(read && Buffer.from(read.commitment).toString('hex')).toBe('ab'.repeat(32))
})

test('a leaf written in any other way is refused', () => {
  const hex = 'ab'.repeat(32)
  for (const text of [
    '',
    'null',
    '[]',
    '{"commitment":"ab","log":"a","sequence":0}',
    `{"commitment":"${hex}","log":"a","sequence":-1}`,
    `{"commitment":"${hex}","log":"a","sequence":1.5}`,
    `{"commitment":"${hex}","log":"a","sequence":1e0}`,
    `{"commitment":"${hex.toUpperCase()}","log":"a","sequence":1}`,
    `{"commitment":"${hex}","log":"a","sequence":1,"sequence":1}`,
    `{"commitment":"${hex}","log":"a","sequence":1} `,
    `{"commitment":"${hex}","extra":1,"log":"a","sequence":1}`,
    `{"commitment":"${hex}","sequence":1}`
  ]) {
    expect(parseLeaf(Buffer.from(text)), text).toBeUndefined()
  }
  expect(parseLeaf(Buffer.from([0xff]))).toBeUndefined()
})
