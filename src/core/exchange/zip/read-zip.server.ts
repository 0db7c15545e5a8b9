import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { crc32, createInflateRaw } from 'node:zlib'
import {
  deflated,
  flagEncrypted,
  overflow16,
  overflow32,
  signatures,
  stored,
  zip64Extra
} from './zip-format.ts'

/** What is wrong with a zip, for whoever brought it. */
export class ZipError extends Error {
  constructor(problem: string) {
    super(problem)
    this.name = 'ZipError'
  }
}

export interface ZipLimits {
  readonly entries: number
  /** Bytes of one file, unpacked. */
  readonly entryBytes: number
  /** Bytes of all files, unpacked. */
  readonly totalBytes: number
}

interface Entry {
  readonly name: string
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly offset: number
}

/** An open zip file. Nothing of it is believed: sizes and checksums are enforced while reading. */
export interface ZipFile {
  /** Paths and sizes, in the order of the archive. */
  readonly sizes: ReadonlyMap<string, number>
  /** The content of a file in parts. @throws ZipError when there is no such file or it is damaged. */
  stream(name: string): AsyncGenerator<Buffer>
  /** The content of a file, whole in memory. */
  bytes(name: string): Promise<Buffer>
  close(): Promise<void>
}

/**
 * Opens a zip by its directory. Refused are archives beyond the limits (by what they claim, and again by what comes out),
 * names that lead out of a folder, and two files of one name.
 *
 * @throws ZipError
 */
export async function openZip(path: string, limits: ZipLimits): Promise<ZipFile> {
  const file = await open(path, 'r')
  try {
    const entries = await readDirectory(file, limits)
    const stream = (name: string) => readEntry(path, file, entries.get(name), name)
    return {
      sizes: new Map([...entries].map(([name, entry]) => [name, entry.size])),
      stream,
      bytes: async name => buffer(stream(name)),
      close: () => file.close()
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function readDirectory(file: FileHandle, limits: ZipLimits): Promise<Map<string, Entry>> {
  const { count, length, offset } = await findDirectory(file)
  if (count > limits.entries)
    throw new ZipError(`it holds ${count} files; at most ${limits.entries} are taken`)
  // A directory entry has 46 bytes, a name and little more.
  if (length > count * 1_024 + 1_024) throw new ZipError('its directory is larger than its files need')
  const directory = await readAt(file, offset, length)
  const entries = new Map<string, Entry>()
  let total = 0
  for (let at = 0, n = 0; n < count; n++) {
    const { entry, next } = parseEntry(directory, at)
    at = next
    if (entry.name.endsWith('/')) continue
    refuseName(entry.name, entries)
    if (entry.size > limits.entryBytes)
      throw new ZipError(
        `${entry.name} unpacks to ${entry.size} bytes; at most ${limits.entryBytes} are taken`
      )
    total += entry.size
    if (total > limits.totalBytes) throw new ZipError(`it unpacks to more than ${limits.totalBytes} bytes`)
    entries.set(entry.name, entry)
  }
  return entries
}

function refuseName(name: string, known: ReadonlyMap<string, unknown>): void {
  const leadsElsewhere = name.split('/').some(part => part === '' || part === '.' || part === '..')
  if (leadsElsewhere || strange.test(name)) {
    throw new ZipError(
      `it holds a file with a name that leads elsewhere: ${JSON.stringify(name.slice(0, 100))}`
    )
  }
  if (known.has(name)) throw new ZipError(`it holds two files named ${name}`)
}

// eslint-disable-next-line no-control-regex -- refusing control characters is the purpose
const strange = /[\\:\u0000-\u001f\u007f]/

/** The end record stands in the last 64 kB, behind it at most a comment. */
async function findDirectory(file: FileHandle): Promise<{ count: number; length: number; offset: number }> {
  const { size } = await file.stat()
  const from = Math.max(0, size - 22 - overflow16)
  const tail = await readAt(file, from, size - from)
  let at = tail.length - 22
  while (at >= 0 && tail.readUInt32LE(at) !== signatures.end) at -= 1
  if (at < 0) throw new ZipError('it is no zip file, or its end is missing')
  const found = {
    count: tail.readUInt16LE(at + 10),
    length: tail.readUInt32LE(at + 12),
    offset: tail.readUInt32LE(at + 16)
  }
  const is64 = found.count === overflow16 || found.length === overflow32 || found.offset === overflow32
  const place = is64 ? await readEnd64(file, from + at) : found
  if (place.offset + place.length > size) throw new ZipError('its directory lies outside of it')
  return place
}

async function readEnd64(
  file: FileHandle,
  endAt: number
): Promise<{ count: number; length: number; offset: number }> {
  const locator = await readAt(file, endAt - 20, 20)
  if (locator.readUInt32LE(0) !== signatures.locator64) throw new ZipError('its zip64 locator is missing')
  const end = await readAt(file, Number(locator.readBigUInt64LE(8)), 56)
  if (end.readUInt32LE(0) !== signatures.end64) throw new ZipError('its zip64 end is missing')
  return {
    count: Number(end.readBigUInt64LE(32)),
    length: Number(end.readBigUInt64LE(40)),
    offset: Number(end.readBigUInt64LE(48))
  }
}

function parseEntry(directory: Buffer, at: number): { entry: Entry; next: number } {
  if (at + 46 > directory.length || directory.readUInt32LE(at) !== signatures.central)
    throw new ZipError('its directory is damaged')
  const [nameLength, extraLength, commentLength] = [28, 30, 32].map(place =>
    directory.readUInt16LE(at + place)
  ) as [number, number, number]
  const next = at + 46 + nameLength + extraLength + commentLength
  if (next > directory.length) throw new ZipError('its directory is damaged')
  const name = directory.toString('utf8', at + 46, at + 46 + nameLength)
  const method = directory.readUInt16LE(at + 10)
  if (directory.readUInt16LE(at + 8) & flagEncrypted) throw new ZipError(`${name} is encrypted`)
  if (method !== stored && method !== deflated) throw new ZipError(`${name} is packed by an unknown method`)
  const extra = directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength)
  const [size, packed, offset] = widen(
    extra,
    [24, 20, 42].map(place => directory.readUInt32LE(at + place))
  )
  return {
    entry: {
      name,
      method,
      crc: directory.readUInt32LE(at + 16),
      size: size!,
      packed: packed!,
      offset: offset!
    },
    next
  }
}

/** Values that overflowed stand in the zip64 field, in this order, and only those. */
function widen(extra: Buffer, values: number[]): number[] {
  if (!values.includes(overflow32)) return values
  let at = 0
  while (at + 4 <= extra.length && extra.readUInt16LE(at) !== zip64Extra) at += 4 + extra.readUInt16LE(at + 2)
  at += 4
  return values.map(value => {
    if (value !== overflow32) return value
    if (at + 8 > extra.length) throw new ZipError('its directory is damaged')
    at += 8
    return Number(extra.readBigUInt64LE(at - 8))
  })
}

async function* readEntry(
  path: string,
  file: FileHandle,
  entry: Entry | undefined,
  name: string
): AsyncGenerator<Buffer> {
  if (!entry) throw new ZipError(`it holds no file named ${name}`)
  const header = await readAt(file, entry.offset, 30)
  if (header.readUInt32LE(0) !== signatures.local)
    throw new ZipError(`${name} is not where the directory says`)
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  let crc = 0
  let size = 0
  for await (const part of unpack(path, entry, start)) {
    size += part.length
    // More than the directory claims: a bomb. Nothing beyond is unpacked.
    if (size > entry.size) throw new ZipError(`${name} is larger than the directory says`)
    crc = crc32(part, crc)
    yield part
  }
  if (size !== entry.size || crc !== entry.crc) throw new ZipError(`${name} is damaged`)
}

async function* unpack(path: string, entry: Entry, start: number): AsyncGenerator<Buffer> {
  if (entry.packed === 0) return
  const packed = createReadStream(path, { start, end: start + entry.packed - 1, highWaterMark: 256 * 1024 })
  if (entry.method === stored) return yield* packed as AsyncIterable<Buffer>
  const inflate = createInflateRaw({ chunkSize: 128 * 1024 })
  pipeline(packed, inflate, () => {})
  try {
    yield* inflate as AsyncIterable<Buffer>
  } catch (error) {
    throw new ZipError(`${entry.name} is damaged (${(error as Error).message})`)
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  if (!Number.isSafeInteger(position) || position < 0) throw new ZipError('it is damaged')
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  if (bytesRead < length) throw new ZipError('it ends too early')
  return buffer
}
