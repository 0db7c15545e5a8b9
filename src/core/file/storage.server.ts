import type { StoredType } from './rules.ts'

/**
 * Where stored files lie: a folder on one machine, or any S3 for many. Bytes never change under a key, so readers
 * may keep them for ever.
 */
export interface FileStorage {
  /**
   * Keeps the bytes; once it returns they survive a power cut (folder) or are acknowledged by the store (S3).
   *
   * @throws {TypeError} When the key is malformed or its ending belongs to another type.
   */
  put(key: string, bytes: Uint8Array, type: StoredType): Promise<void>
  /** The reader must read the stream to its end or cancel it. `null` when there is no such file. */
  get(key: string): Promise<StoredFile | null>
  /** Removing what is not there succeeds too. */
  delete(key: string): Promise<void>
}

export interface StoredFile {
  stream: ReadableStream<Uint8Array>
  type: StoredType
  /** In bytes. */
  size: number
}

/** The whole content in memory; `null` when there is no such file. */
export async function readStored(storage: FileStorage, key: string): Promise<Uint8Array | null> {
  const file = await storage.get(key)
  return file && new Uint8Array(await new Response(file.stream).arrayBuffer())
}
