import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openZip, ZipError } from './read-zip.server.ts'
import type { ZipLimits } from './read-zip.server.ts'
import { writeZip } from './write-zip.server.ts'
import type { ZipEntry } from './write-zip.server.ts'

let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'mozaika-zip-'))))
afterAll(() => rm(folder, { recursive: true }))

const roomy: ZipLimits = { entries: 1_000, entryBytes: 50_000_000, totalBytes: 100_000_000 }

async function* parts(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text)
}

async function zipped(entries: ZipEntry[]): Promise<Buffer> {
  return buffer(writeZip(entries))
}

async function kept(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

const problemOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (caught: unknown) => caught
  )
  expect(error).toBeInstanceOf(ZipError)
  return (error as Error).message
}

describe('a zip', () => {
  test('comes back as it went in, whole and in parts, with names of any script', async () => {
    const entries = [
      { name: 'mozaika.json', content: Buffer.from('{}') },
      { name: 'files/мозаїка.txt', content: parts('one ', 'two ', 'three') },
      { name: 'empty', content: parts() }
    ]
    const zip = await openZip(await kept('a.zip', await zipped(entries)), roomy)
    expect([...zip.sizes]).toEqual([
      ['mozaika.json', 2],
      ['files/мозаїка.txt', 13],
      ['empty', 0]
    ])
    expect(String(await zip.bytes('files/мозаїка.txt'))).toBe('one two three')
    expect(await zip.bytes('empty')).toHaveLength(0)
    expect(await problemOf(zip.bytes('other'))).toContain('no file named other')
    await zip.close()
  })

  test('is the same bytes for the same contents', async () => {
    const entries = () => [{ name: 'a', content: parts('x', 'y') }]
    expect(await zipped(entries())).toEqual(await zipped(entries()))
  })

  test('with more than 65,535 files is a zip64 and is read back', async () => {
    const entries = Array.from({ length: 65_600 }, (_, n) => ({ name: `f${n}`, content: new Uint8Array() }))
    const zip = await openZip(await kept('many.zip', await zipped(entries)), { ...roomy, entries: 70_000 })
    expect(zip.sizes.size).toBe(65_600)
    await zip.close()
  })

  test('is understood by another program, where there is one', async context => {
    const path = await kept(
      'b.zip',
      await zipped([{ name: 'folder/text', content: parts('hello ', 'there') }])
    )
    try {
      expect(execFileSync('python3', ['-m', 'zipfile', '-t', path], { encoding: 'utf8' })).toContain(
        'Done testing'
      )
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') context.skip('there is no python3 here')
      throw error
    }
  })

  test('whose content cannot be read to its end fails, and leaves no half of it for a whole', async () => {
    async function* broken() {
      yield Buffer.from('begun')
      throw new Error('the source failed')
    }
    await expect(zipped([{ name: 'a', content: broken() }])).rejects.toThrow('the source failed')
  })
})

describe('a zip is refused', () => {
  const refused = async (bytes: Uint8Array, limits = roomy) =>
    problemOf(openZip(await kept('r.zip', bytes), limits))

  test('when it is none, or cut off', async () => {
    expect(await refused(Buffer.from('no zip'))).toContain('no zip file')
    const whole = await zipped([{ name: 'a', content: Buffer.from('a') }])
    expect(await refused(whole.subarray(0, -10))).toContain('no zip file')
    expect(await refused(Buffer.concat([whole.subarray(40), Buffer.alloc(0)]))).toMatch(/outside|damaged/)
  })

  test.each(['../up', '/root', 'a/../b', 'a//b', 'c:x', 'a\\b', './a', 'a\u0000b'])(
    'for a file named %j',
    async name => {
      expect(await refused(await zipped([{ name, content: Buffer.from('a') }]))).toContain('leads elsewhere')
    }
  )

  test('for two files of one name, since two readers would read two things', async () => {
    const twice = ['1', '2'].map(text => ({ name: 'a', content: Buffer.from(text) }))
    expect(await refused(await zipped(twice))).toContain('two files named a')
  })

  test('for too many files, too large a file, and too much in all', async () => {
    const bytes = await zipped(['a', 'b', 'c'].map(name => ({ name, content: Buffer.alloc(1_000) })))
    expect(await refused(bytes, { ...roomy, entries: 2 })).toContain('at most 2')
    expect(await refused(bytes, { ...roomy, entryBytes: 999 })).toContain('unpacks to 1000 bytes')
    expect(await refused(bytes, { ...roomy, totalBytes: 2_500 })).toContain('more than 2500')
  })

  test('while it is read, when a file unpacks to more than its directory claims', async () => {
    const bytes = await zipped([{ name: 'bomb', content: Buffer.alloc(1_000_000) }])
    const directory = bytes.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]))
    bytes.writeUInt32LE(10, directory + 24)
    const zip = await openZip(await kept('bomb.zip', bytes), roomy)
    expect(await problemOf(zip.bytes('bomb'))).toContain('larger than the directory says')
    await zip.close()
  })

  test('while it is read, when a byte of a file was changed', async () => {
    const bytes = await zipped([
      { name: 'a', content: Buffer.from('a text that is long enough to be packed') }
    ])
    bytes[40]! ^= 0xff
    const path = await kept('edited.zip', bytes)
    const zip = await openZip(path, roomy)
    expect(await problemOf(zip.bytes('a'))).toContain('damaged')
    await zip.close()
    expect(await readFile(path)).toEqual(bytes)
  })
})
