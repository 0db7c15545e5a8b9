import { promisify } from 'node:util'
import { constants, crc32, createDeflateRaw, deflateRaw, deflateRawSync } from 'node:zlib'
import { pipeline } from 'node:stream'
import { deflated, flags, overflow16, overflow32, signatures, zip64Extra } from './zip-format.ts'

/** A file of a zip: a path with slashes, and its content, whole or in parts that are read when there is room. */
export interface ZipEntry {
  readonly name: string
  readonly content: Uint8Array | AsyncIterable<Uint8Array>
}

interface Written {
  readonly name: Buffer
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly offset: number
}

/**
 * A zip as a stream of bytes: an entry is packed when the reader has taken the one before, in zlib's own threads, so
 * neither memory nor the event loop depend on its size. The archive may be of any size (zip64); one file of it must stay
 * below 4 GiB.
 *
 * @throws RangeError when a file does not.
 */
export async function* writeZip(
  entries: Iterable<ZipEntry> | AsyncIterable<ZipEntry>
): AsyncGenerator<Uint8Array> {
  const written: Written[] = []
  let offset = 0
  for await (const { name: path, content } of entries) {
    const name = Buffer.from(path)
    const header = localHeader(name)
    yield header
    const sums = { crc: 0, size: 0, packed: 0 }
    for await (const chunk of content instanceof Uint8Array
      ? packWhole(content, sums)
      : packParts(content, sums)) {
      sums.packed += chunk.length
      yield chunk
    }
    if (Math.max(sums.size, sums.packed) >= overflow32)
      throw new RangeError(`${path}: a file of a zip must stay below 4 GiB`)
    const descriptor = dataDescriptor(sums)
    yield descriptor
    written.push({ name, ...sums, offset })
    offset += header.length + sums.packed + descriptor.length
  }
  const directory = Buffer.concat(written.map(centralHeader))
  yield directory
  yield endRecords(written.length, directory.length, offset)
}

interface Sums {
  crc: number
  size: number
}

const deflateWhole = promisify(deflateRaw)

async function* packWhole(content: Uint8Array, sums: Sums): AsyncGenerator<Buffer> {
  sums.crc = crc32(content)
  sums.size = content.length
  // Below a few kilobytes a thread costs more than the packing.
  yield content.length < 4_096 ? deflateRawSync(content) : await deflateWhole(content)
}

async function* packParts(content: AsyncIterable<Uint8Array>, sums: Sums): AsyncGenerator<Buffer> {
  async function* summed() {
    for await (const part of content) {
      sums.crc = crc32(part, sums.crc)
      sums.size += part.length
      yield part
    }
  }
  const packer = createDeflateRaw({ level: constants.Z_DEFAULT_COMPRESSION, chunkSize: 128 * 1024 })
  // What fails while the content is read ends the packer with that error, and so the loop below.
  pipeline(summed(), packer, () => {})
  yield* packer as AsyncIterable<Buffer>
}

function localHeader(name: Buffer): Buffer {
  const header = Buffer.alloc(30)
  header.writeUInt32LE(signatures.local, 0)
  header.writeUInt16LE(20, 4)
  header.writeUInt16LE(flags, 6)
  header.writeUInt16LE(deflated, 8)
  header.writeUInt32LE(fixedTime, 10)
  header.writeUInt16LE(name.length, 26)
  return Buffer.concat([header, name])
}

/** 1 January 1980, 00:00: equal contents give equal archives. */
const fixedTime = 0x00210000

function dataDescriptor({ crc, size, packed }: Sums & { packed: number }): Buffer {
  const descriptor = Buffer.alloc(16)
  descriptor.writeUInt32LE(signatures.descriptor, 0)
  descriptor.writeUInt32LE(crc, 4)
  descriptor.writeUInt32LE(packed, 8)
  descriptor.writeUInt32LE(size, 12)
  return descriptor
}

function centralHeader({ name, crc, packed, size, offset }: Written): Buffer {
  const extra = offset >= overflow32 ? Buffer.alloc(12) : Buffer.alloc(0)
  if (extra.length > 0) {
    extra.writeUInt16LE(zip64Extra, 0)
    extra.writeUInt16LE(8, 2)
    extra.writeBigUInt64LE(BigInt(offset), 4)
  }
  const header = Buffer.alloc(46)
  header.writeUInt32LE(signatures.central, 0)
  header.writeUInt16LE(extra.length > 0 ? 45 : 20, 4)
  header.writeUInt16LE(extra.length > 0 ? 45 : 20, 6)
  header.writeUInt16LE(flags, 8)
  header.writeUInt16LE(deflated, 10)
  header.writeUInt32LE(fixedTime, 12)
  header.writeUInt32LE(crc, 16)
  header.writeUInt32LE(packed, 20)
  header.writeUInt32LE(size, 24)
  header.writeUInt16LE(name.length, 28)
  header.writeUInt16LE(extra.length, 30)
  header.writeUInt32LE(Math.min(offset, overflow32), 42)
  return Buffer.concat([header, name, extra])
}

function endRecords(count: number, length: number, offset: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(signatures.end, 0)
  end.writeUInt16LE(Math.min(count, overflow16), 8)
  end.writeUInt16LE(Math.min(count, overflow16), 10)
  end.writeUInt32LE(Math.min(length, overflow32), 12)
  end.writeUInt32LE(Math.min(offset, overflow32), 16)
  const fits = count < overflow16 && length < overflow32 && offset < overflow32
  return fits ? end : Buffer.concat([end64Records(count, length, offset), end])
}

function end64Records(count: number, length: number, offset: number): Buffer {
  const end = Buffer.alloc(56)
  end.writeUInt32LE(signatures.end64, 0)
  end.writeBigUInt64LE(44n, 4)
  end.writeUInt16LE(45, 12)
  end.writeUInt16LE(45, 14)
  end.writeBigUInt64LE(BigInt(count), 24)
  end.writeBigUInt64LE(BigInt(count), 32)
  end.writeBigUInt64LE(BigInt(length), 40)
  end.writeBigUInt64LE(BigInt(offset), 48)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(signatures.locator64, 0)
  locator.writeBigUInt64LE(BigInt(offset + length), 8)
  locator.writeUInt32LE(1, 16)
  return Buffer.concat([end, locator])
}
