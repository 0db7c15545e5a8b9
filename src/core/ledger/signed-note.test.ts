import { describe, expect, test } from 'vitest'
import {
  generateNoteKey,
  openNote,
  parseSkey,
  parseVkey,
  signNote,
  splitNote,
  vkeyOf
} from './signed-note.ts'

// The notes of other implementations are tried in checkpoint.test.ts.
const { skey, vkey } = generateNoteKey('example.org/ledger', () => Buffer.alloc(32, 7))
const signer = parseSkey(skey)!
const verifier = parseVkey(vkey)!
const text = 'a text\n'

describe('a key', () => {
  test('read from its text is the key that was written', () => {
    expect(vkeyOf(signer)).toBe(vkey)
    expect(vkeyOf(verifier)).toBe(vkey)
    expect(openNote(signNote(text, signer), [verifier])).toEqual({ ok: true, text })
  })

  test('is its text alone, with nothing before or after', () => {
    for (const around of [` ${vkey}`, `${vkey} `, `${vkey}\n`, `x\n${vkey}`])
      expect(parseVkey(around), JSON.stringify(around)).toBeUndefined()
    for (const around of [` ${skey}`, `${skey} `, `${skey}\n`, `x\n${skey}`])
      expect(parseSkey(around), JSON.stringify(around)).toBeUndefined()
  })

  test('that is secret is refused when cut, changed or of another algorithm', () => {
    for (let cut = 0; cut < skey.length; cut++) expect(parseSkey(skey.slice(0, cut))).toBeUndefined()
    const body = skey.lastIndexOf('+') + 1
    const bytes = Buffer.from(skey.slice(body), 'base64')
    const withBytes = (other: Uint8Array) => skey.slice(0, body) + Buffer.from(other).toString('base64')
    expect(withBytes(bytes)).toBe(skey)
    expect(parseSkey(withBytes(bytes.subarray(0, 32)))).toBeUndefined()
    expect(parseSkey(withBytes(Buffer.concat([bytes, Buffer.of(0)])))).toBeUndefined()
    // Witness keys have the algorithm 4; the id is made with 1, whatever the text says.
    expect(parseSkey(withBytes(Buffer.concat([Buffer.of(4), bytes.subarray(1)])))).toBeUndefined()
    expect(parseSkey(`${skey.slice(0, body)}!`)).toBeUndefined()
    expect(parseSkey(`${skey.slice(0, body)}=`)).toBeUndefined()
  })

  test('says what a name must be when it is none', () => {
    expect(() => generateNoteKey('a b')).toThrow('neither spaces nor plus: a b')
  })
})

describe('a note', () => {
  const note = signNote(text, signer)
  const signature = note.slice(text.length + 1)

  test('that cannot be made says why', () => {
    expect(() => signNote('no end', signer)).toThrow('ends in a newline')
  })

  test('may carry as many as 64 signatures', () => {
    const signed = (count: number) => openNote(`${text}\n${signature.repeat(count)}`, [verifier])
    expect(signed(64)).toEqual({ ok: true, text })
    expect(signed(65)).toEqual({ ok: false, code: 'malformed' })
  })

  test('with one line that is no signature is malformed, whatever the others are', () => {
    for (const line of ['— short AAAA\n', '— a+b AAAAAAAA\n', 'x— a AAAAAAAA\n', '— a AAAAAAAA b\n', '\n'])
      expect(openNote(note + line, [verifier]), line).toEqual({ ok: false, code: 'malformed' })
    expect(splitNote(`${note}— other AAAAAAA=\n`)?.signatures).toHaveLength(2)
  })

  test('that claims a key and does not verify by it is refused as such', () => {
    const bytes = Buffer.from(signature.split(' ')[2]!, 'base64')
    const claims = (signed: Uint8Array) =>
      `${text}\n— ${verifier.name} ${Buffer.from(signed).toString('base64')}\n`
    expect(openNote(claims(bytes), [verifier]).ok).toBe(true)
    bytes[20]! ^= 1
    expect(openNote(claims(bytes), [verifier])).toEqual({ ok: false, code: 'bad-signature' })
    expect(openNote(claims(bytes.subarray(0, 40)), [verifier])).toEqual({ ok: false, code: 'bad-signature' })
    // One that verifies does not make up for one that does not.
    const both = note + claims(bytes).slice(text.length + 1)
    expect(openNote(both, [verifier])).toEqual({ ok: false, code: 'bad-signature' })
  })

  test('without a text is malformed', () => {
    expect(openNote(`\n\n${signature}`, [verifier])).toMatchObject({ ok: false })
    expect(openNote(`\n${signature}`, [verifier])).toEqual({ ok: false, code: 'malformed' })
  })
})
