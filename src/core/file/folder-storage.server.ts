import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { checkKeyType, typeOfKey } from './key.ts'
import type { FileStorage } from './storage.server.ts'

/**
 * Files in a folder, spread over 65,536 folders by a hash of the key (keys begin with a time, so their own first
 * letters would put a whole month into one).
 *
 * A file is written under `incoming/`, synced, then renamed into place and its folders synced: it is there whole or
 * not at all. What a power cut leaves in `incoming/` may be removed at any time.
 */
export function folderStorage(dir: string): FileStorage {
  return {
    async put(key, bytes, type) {
      checkKeyType(key, type)
      const [outer, inner] = foldersOf(dir, key)
      const incoming = join(dir, 'incoming')
      await mkdir(incoming, { recursive: true })
      await mkdir(inner, { recursive: true })
      const temporary = join(incoming, randomUUID())
      try {
        await writeSynced(temporary, bytes)
        await rename(temporary, join(inner, key))
      } catch (error) {
        await rm(temporary, { force: true })
        throw error
      }
      // A parallel put may have made a folder and not have synced its entry yet, so all levels are synced each time.
      for (const folder of [inner, outer, dir]) await syncFolder(folder)
    },

    async get(key) {
      const type = typeOfKey(key)
      const file = await openExisting(join(foldersOf(dir, key)[1], key))
      if (!file) return null
      const { size } = await file.stat()
      const stream = Readable.toWeb(file.createReadStream()) as ReadableStream<Uint8Array>
      return { stream, type, size }
    },

    async delete(key) {
      typeOfKey(key)
      const [, inner] = foldersOf(dir, key)
      await rm(join(inner, key), { force: true })
      await syncFolder(inner)
    }
  }
}

function foldersOf(dir: string, key: string): [outer: string, inner: string] {
  const hash = createHash('sha256').update(key).digest('hex')
  const outer = join(dir, hash.slice(0, 2))
  return [outer, join(outer, hash.slice(2, 4))]
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o640)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A folder that is not there has nothing to sync. */
async function syncFolder(path: string): Promise<void> {
  const folder = await openExisting(path)
  if (!folder) return
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function openExisting(path: string) {
  try {
    return await open(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
