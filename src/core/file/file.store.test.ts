import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aCall, aGuest, anIdea, aPerson, closeSteps } from '../../../tests/support/world.ts'
import type { World } from '../../../tests/support/world.ts'
import { freshDatabase } from '../../../tests/support/database.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import type { Who } from '../door/who.ts'
import { decideTarget } from '../moderation/acts.ts'
import { dropLooseFile, keepFile } from './acts.ts'
import { folderStorage } from './folder-storage.server.ts'
import { forgetLooseFiles } from './forget-loose.server.ts'
import { aJpeg, aPdf, svgWithScript } from './hostile-files.ts'
import { createFileKeeper } from './keep.server.ts'
import type { FileKeeper } from './keep.server.ts'
import { serveFile } from './serve.server.ts'
import { readStored } from './storage.server.ts'
import type { FileStorage } from './storage.server.ts'
import { findFileRoom, openFile } from './views.ts'

let database: Database
let folder: string
let storage: FileStorage
beforeAll(async () => {
  database = await freshDatabase()
  folder = await mkdtemp(join(tmpdir(), 'files-'))
  storage = folderStorage(folder)
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true })
})

type Place = World & { keeper: FileKeeper }

async function aPlace(settings: Record<string, unknown> = {}): Promise<Place> {
  const world = await aCall(database, { settings: { files: 2, ...settings } })
  return { ...world, keeper: createFileKeeper({ door: world.door, storage }) }
}

const send = async ({ keeper, callId, stepId }: Place, who: Who, more: object = {}, key?: string) =>
  keeper.keep(
    who,
    { callId, stepId, name: 'bench.jpg', declared: 'image/jpeg', bytes: await aJpeg(), ...more },
    key ? { idempotencyKey: key } : {}
  )

const rowsOf = ({ callId }: Place) =>
  database.query<{ file_id: string }>(
    sql`select file_id from files where call_id = ${callId} order by file_id`
  )

const stored = async () =>
  (await readdir(folder, { recursive: true }))
    .filter(name => /\.\w+$/.test(name))
    .map(name => name.split('/').at(-1)!)

const open = (place: Place, who: Who, fileId: string) =>
  place.door.look(openFile, who, { callId: place.callId, fileId })

test('a file that is none of the kinds we take leaves nothing', async () => {
  const place = await aPlace()
  await expect(
    send(place, aGuest(), { bytes: svgWithScript, name: 'a.svg', declared: 'image/svg+xml' })
  ).rejects.toMatchObject({
    code: 'unsupported-file',
    problems: [{ path: 'file', code: 'file-kind-refused' }]
  })
  await expect(send(place, aGuest(), { bytes: new Uint8Array(11_000_000) })).rejects.toMatchObject({
    code: 'too-large'
  })
  await expect(send(place, aGuest(), { alt: 'x'.repeat(301) })).rejects.toMatchObject({ code: 'invalid' })
  expect(await rowsOf(place)).toEqual([])
})

test('files go to open steps that take some, from people who may contribute', async () => {
  await expect(send(await aPlace({ files: 0 }), aGuest())).rejects.toMatchObject({
    problems: [{ path: 'file', code: 'too-many' }]
  })
  const strict = await aPlace({ guests: { contribute: false, respond: true } })
  await expect(send(strict, aGuest())).rejects.toMatchObject({ code: 'sign-in-required' })
  const closed = await aPlace()
  await closeSteps(closed)
  await expect(send(closed, aGuest())).rejects.toMatchObject({ code: 'closed' })
  expect([...(await rowsOf(strict)), ...(await rowsOf(closed))]).toEqual([])
})

test('the door takes no bytes that were not prepared', async () => {
  const { door, callId, stepId } = await aPlace()
  const facts = { name: 'a.jpg', type: 'image/jpeg', size: 3, sha256: '00', width: 1, height: 1 }
  for (const file of [undefined, null, 'AAAA', facts, { facts }]) {
    await expect(door.perform(keepFile, aGuest(), { callId, stepId, file } as never)).rejects.toMatchObject({
      code: 'invalid'
    })
  }
})

test('a picture is made anew, written down and handed in with a contribution', async () => {
  const place = await aPlace()
  const { result, personId } = await send(place, aGuest(), { name: '../evil\u202egpj.exe', alt: 'A bench' })
  expect(result).toMatchObject({ name: 'evilgpj.jpg', type: 'image/jpeg', width: 64, height: 48 })
  const keys = [`${place.callId}-${result.fileId}.jpg`, `${place.callId}-${result.fileId}-thumb.jpg`]
  expect(await stored()).toEqual(expect.arrayContaining(keys))
  expect(await readStored(storage, keys[0]!)).toHaveLength(result.size)

  await anIdea(place, aGuest(personId), { fileIds: [result.fileId] })
  expect(await open(place, aGuest(), result.fileId)).toMatchObject({ isPublic: true, alt: 'A bench' })
  await expect(anIdea(place, aGuest(), { fileIds: [result.fileId] })).rejects.toMatchObject({
    code: 'invalid'
  })
})

test('a file nobody handed in yet is seen by whoever sent it alone', async () => {
  const place = await aPlace()
  const { result, personId } = await send(place, aGuest())
  expect(await open(place, aGuest(personId), result.fileId)).toMatchObject({ isPublic: false })
  for (const stranger of [aGuest(), await aPerson(database), place.owner])
    await expect(open(place, stranger, result.fileId)).rejects.toMatchObject({ code: 'not-found' })
})

test('the files of a hidden contribution are hidden with it', async () => {
  const place = await aPlace()
  const { result, personId } = await send(place, aGuest())
  const { callId } = place
  const { contributionId } = await anIdea(place, aGuest(personId), { fileIds: [result.fileId] })
  await place.door.perform(decideTarget, place.owner, {
    callId,
    kind: 'contribution',
    target: contributionId,
    decision: 'hide',
    ground: 'private',
    reason: 'A face.'
  })
  await expect(open(place, aGuest(), result.fileId)).rejects.toMatchObject({ code: 'not-found' })
})

test('one person keeps three times as many unattached files as a contribution may carry', async () => {
  const place = await aPlace({ files: 1 })
  const { personId } = await send(place, aGuest())
  const who = aGuest(personId)
  const step = { callId: place.callId, stepId: place.stepId }
  expect((await place.door.look(findFileRoom, who, step)).left).toBe(2)
  await Promise.allSettled(Array.from({ length: 5 }, () => send(place, who)))
  expect(await rowsOf(place)).toHaveLength(3)
  await expect(send(place, who)).rejects.toMatchObject({
    problems: [{ path: 'file', code: 'too-many-files' }]
  })

  const [{ file_id: fileId }] = (await rowsOf(place)) as [{ file_id: string }]
  const dropping = { callId: place.callId, fileId }
  await expect(place.door.perform(dropLooseFile, aGuest(), dropping)).rejects.toMatchObject({
    code: 'not-found'
  })
  await place.door.perform(dropLooseFile, who, dropping)
  await send(place, who)
})

test('the same key and the same file give the same answer, another file under that key does not', async () => {
  const place = await aPlace()
  const key = 'a-key-of-sixteen'
  const who = await aPerson(database)
  const first = await send(place, who, {}, key)
  await storage.delete(`${place.callId}-${first.result.fileId}.jpg`)
  const again = await send(place, who, {}, key)
  expect(again.result).toEqual(first.result)
  // As after a process that died between writing the row and storing the bytes.
  expect(await stored()).toContain(`${place.callId}-${first.result.fileId}.jpg`)
  await expect(send(place, who, { bytes: await aJpeg(32, 32) }, key)).rejects.toMatchObject({
    code: 'key-reused'
  })
  expect(await rowsOf(place)).toHaveLength(1)
})

test('files that nobody handed in within a day go with their bytes', async () => {
  const place = await aPlace()
  const { result: attached, personId } = await send(place, aGuest())
  await anIdea(place, aGuest(personId), { fileIds: [attached.fileId] })
  const { result: loose } = await send(place, aGuest())
  const { result: fresh } = await send(place, aGuest())
  await database.query(sql`
    update files set made_at = now() - interval '25 hours' where file_id in (${attached.fileId}, ${loose.fileId})`)
  await forgetLooseFiles({ database, storage })
  expect((await rowsOf(place)).map(row => row.file_id)).toEqual([attached.fileId, fresh.fileId].sort())
  expect((await stored()).filter(name => name.includes(loose.fileId))).toEqual([])
  expect((await stored()).filter(name => name.includes(attached.fileId))).toHaveLength(2)
})

test('a public picture is sent to be cached and shown, a document to be saved', async () => {
  const place = await aPlace()
  const { result: picture, personId } = await send(place, aGuest())
  const who = aGuest(personId)
  const { result: paper } = await send(place, who, {
    bytes: aPdf,
    name: 'план.pdf',
    declared: 'application/pdf'
  })
  await anIdea(place, who, { fileIds: [picture.fileId, paper.fileId] })
  const shown = await open(place, aGuest(), picture.fileId)
  const answer = await serveFile(storage, shown)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/jpeg',
    'content-length': String(picture.size),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'public, max-age=86400, immutable'
  })
  expect(answer.headers.get('content-disposition')).toBeNull()
  expect(new Uint8Array(await answer.arrayBuffer())).toHaveLength(picture.size)
  const known = await serveFile(storage, shown, { ifNoneMatch: answer.headers.get('etag') })
  expect([known.status, await known.text()]).toEqual([304, ''])
  const small = await serveFile(storage, shown, { size: 'thumb' })
  expect(small.headers.get('etag')).not.toBe(answer.headers.get('etag'))
  await small.body?.cancel()

  const saved = await serveFile(storage, await open(place, aGuest(), paper.fileId), { size: 'thumb' })
  expect(saved.headers.get('content-disposition')).toMatch(/^attachment; .*filename\*=UTF-8''%D0%BF/)
  expect(new Uint8Array(await saved.arrayBuffer())).toEqual(aPdf)
})

test('what only some may see is kept by no cache, and what is gone is not there', async () => {
  const place = await aPlace()
  const { result, personId } = await send(place, aGuest())
  const shown = await open(place, aGuest(personId), result.fileId)
  const answer = await serveFile(storage, shown, { ifNoneMatch: `"${result.fileId}-full"` })
  expect([answer.status, answer.headers.get('cache-control'), answer.headers.get('etag')]).toEqual([
    200,
    'private, no-store',
    null
  ])
  await answer.body?.cancel()
  await storage.delete(`${place.callId}-${result.fileId}.jpg`)
  expect((await serveFile(storage, shown)).status).toBe(404)
})
