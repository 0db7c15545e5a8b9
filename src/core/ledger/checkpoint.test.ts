import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { openCheckpoint, readCheckpoint, signCheckpoint } from './checkpoint.ts'
import {
  generateNoteKey,
  openNote,
  parseSkey,
  parseVkey,
  signNote,
  splitNote,
  vkeyOf
} from './signed-note.ts'

/** The key and note of the Go reference implementation's tests (golang.org/x/mod/sumdb/note). */
const published = {
  vkey: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  skey: 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz',
  text:
    'If you think cryptography is the answer to your problem,\n' +
    "then you don't know what your problem is.\n",
  signature:
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'
}
const publishedNote = `${published.text}\n${published.signature}`

describe('a signed note', () => {
  test('of the reference implementation verifies, and signing gives the same bytes', () => {
    expect(openNote(publishedNote, [parseVkey(published.vkey)!])).toEqual({ ok: true, text: published.text })
    expect(signNote(published.text, parseSkey(published.skey)!)).toBe(publishedNote)
    expect(vkeyOf(parseSkey(published.skey)!)).toBe(published.vkey)
  })

  test('with any character of its text or signature changed is refused', () => {
    const verifier = parseVkey(published.vkey)!
    for (let at = 0; at < publishedNote.length; at++) {
      const changed =
        publishedNote.slice(0, at) + (publishedNote[at] === 'A' ? 'B' : 'A') + publishedNote.slice(at + 1)
      expect(openNote(changed, [verifier]).ok, `character ${at}`).toBe(false)
    }
  })

  test('by another key is unsigned, whatever else it carries', () => {
    const other = parseSkey(generateNoteKey('PeterNeumann').skey)!
    const verifier = parseVkey(published.vkey)!
    expect(openNote(signNote(published.text, other), [verifier])).toEqual({ ok: false, code: 'unsigned' })
    const both = publishedNote + signNote(published.text, other).slice(published.text.length + 1)
    expect(openNote(both, [verifier]).ok).toBe(true)
    expect(openNote(both, []).ok).toBe(false)
  })

  test('in any other form is malformed', () => {
    const { text, signature } = published
    for (const note of [
      '',
      text,
      `${text}\n`,
      `${text}${signature}`,
      `${text}\n${signature.trim()}`,
      `${text}\n${signature.replace('—', '-')}`,
      `${text}\n${signature.replace('=', '')}`,
      `${text}\n${signature}\u0000`,
      `${text.replace('y', '\t')}\n${signature}`,
      `${text}\n${signature.repeat(65)}`
    ]) {
      expect(openNote(note, [parseVkey(published.vkey)!]), JSON.stringify(note)).toEqual({
        ok: false,
        code: 'malformed'
      })
    }
    expect(splitNote(`${text}\n${signature}`)?.signatures).toHaveLength(1)
  })

  test('may hold empty lines: the last one ends the text', () => {
    const signer = parseSkey(published.skey)!
    const note = signNote('one\n\ntwo\n', signer)
    expect(openNote(note, [signer])).toEqual({ ok: true, text: 'one\n\ntwo\n' })
  })

  test('cannot be made of a text it could not hold', () => {
    const signer = parseSkey(published.skey)!
    for (const text of ['', 'no end', 'bell\u0007\n', '\ud800\n'])
      expect(() => signNote(text, signer)).toThrow(TypeError)
  })
})

describe('a vkey', () => {
  test('cut, changed or of another algorithm is refused', () => {
    for (let cut = 0; cut < published.vkey.length; cut++)
      expect(parseVkey(published.vkey.slice(0, cut))).toBeUndefined()
    for (let at = 0; at < published.vkey.length; at++) {
      const changed =
        published.vkey.slice(0, at) + (published.vkey[at] === 'a' ? 'b' : 'a') + published.vkey.slice(at + 1)
      expect(parseVkey(changed), changed).toBeUndefined()
    }
    expect(parseVkey('PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')).toBeUndefined()
    expect(parseSkey(published.skey.replace('c74f20a3', 'c74f20a4'))).toBeUndefined()
    expect(parseSkey(published.vkey)).toBeUndefined()
  })

  test('has a name without spaces and plus', () => {
    for (const name of ['', 'a b', 'a+b', 'a\u00a0b', 'a\u0000'])
      expect(() => generateNoteKey(name)).toThrow(TypeError)
  })
})

describe('a checkpoint', () => {
  const { skey, vkey } = generateNoteKey('example.org/ledger')
  const checkpoint = { origin: 'example.org/ledger/42', size: 20_852_163, root: randomBytes(32) }

  test('is signed and opened', () => {
    const note = signCheckpoint(checkpoint, parseSkey(skey)!)
    expect(note.split('\n').slice(0, 4)).toEqual([
      checkpoint.origin,
      '20852163',
      checkpoint.root.toString('base64'),
      ''
    ])
    expect(openCheckpoint(note, [parseVkey(vkey)!])).toEqual({ ok: true, checkpoint })
    expect(readCheckpoint(note)).toEqual(checkpoint)
  })

  test('as the specification shows it is read', () => {
    const note =
      'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n' +
      '— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n'
    expect(readCheckpoint(note)).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20_852_163 })
  })

  test('with another text than origin, size and root is malformed', () => {
    const root = checkpoint.root.toString('base64')
    for (const text of [
      `a\n1\n`,
      `a\n01\n${root}\n`,
      `a\n-1\n${root}\n`,
      `a\n1\nAAAA\n`,
      `\n1\n${root}\n`,
      `a\n1\n${root}\n\nb\n`,
      `a\n9007199254740993\n${root}\n`
    ]) {
      expect(openCheckpoint(signNote(text, parseSkey(skey)!), [parseVkey(vkey)!])).toEqual({
        ok: false,
        code: 'malformed'
      })
    }
    const extended = signNote(`a\n0\n${root}\nmore\n`, parseSkey(skey)!)
    expect(openCheckpoint(extended, [parseVkey(vkey)!])).toMatchObject({ ok: true, checkpoint: { size: 0 } })
  })
})
