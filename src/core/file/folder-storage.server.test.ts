import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { folderStorage } from './folder-storage.server.ts'
import { text } from './hostile-files.ts'
import { readStored } from './storage.server.ts'

let dir: string

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'storage-'))
})

afterEach(async () => {
  await rm(dir, { recursive: true })
})

it.each([
  '../../etc/passwd.txt',
  '/etc/passwd.txt',
  'a/b/c/long-enough.txt',
  'long-enough\0.txt',
  'LONG-ENOUGH.txt',
  'long-enough',
  'long-enough.html',
  'long-enough.constructor',
  'short.txt',
  `${'x'.repeat(121)}.txt`
])('a key that is not one plain name with a known ending is refused: %j', async key => {
  const storage = folderStorage(dir)
  await expect(storage.put(key, text('x'), 'text/plain; charset=utf-8')).rejects.toThrow(TypeError)
  await expect(storage.get(key)).rejects.toThrow(TypeError)
  await expect(storage.delete(key)).rejects.toThrow(TypeError)
  expect(await readdir(dir)).toEqual([])
})

it('a key whose ending belongs to another type is refused', async () => {
  await expect(folderStorage(dir).put('picture-1.webp', text('x'), 'image/jpeg')).rejects.toThrow(TypeError)
})

it('what is put can be got, by another process too, with its type and size', async () => {
  await folderStorage(dir).put('picture-1.webp', text('bytes'), 'image/webp')
  const later = folderStorage(dir)
  const file = await later.get('picture-1.webp')
  expect(file).toMatchObject({ type: 'image/webp', size: 5 })
  await file?.stream.cancel()
  expect(await readStored(later, 'picture-1.webp')).toEqual(text('bytes'))
})

it('nothing half-written stays behind, and files lie two folders deep', async () => {
  await folderStorage(dir).put('picture-1.webp', text('bytes'), 'image/webp')
  expect(await readdir(join(dir, 'incoming'))).toEqual([])
  const files = (await readdir(dir, { recursive: true })).filter(path => path.endsWith('.webp'))
  expect(files).toEqual([expect.stringMatching(/^[0-9a-f]{2}[/\\][0-9a-f]{2}[/\\]picture-1\.webp$/)])
})

it('what is not there is null, and deleting it succeeds', async () => {
  const storage = folderStorage(dir)
  expect(await storage.get('missing-1.jpg')).toBeNull()
  expect(await readStored(storage, 'missing-1.jpg')).toBeNull()
  await storage.delete('missing-1.jpg')
})

it('what is deleted is gone', async () => {
  const storage = folderStorage(dir)
  await storage.put('report-1.pdf', text('bytes'), 'application/pdf')
  await storage.delete('report-1.pdf')
  expect(await storage.get('report-1.pdf')).toBeNull()
})

it('two puts under one key at the same moment leave one whole file', async () => {
  const storage = folderStorage(dir)
  const long = text('x'.repeat(100_000))
  await Promise.all([
    storage.put('report-1.txt', long, 'text/plain; charset=utf-8'),
    storage.put('report-1.txt', text('short'), 'text/plain; charset=utf-8')
  ])
  expect([5, 100_000]).toContain((await readStored(storage, 'report-1.txt'))?.length)
})
