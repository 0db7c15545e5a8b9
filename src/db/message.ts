import type { WireValue } from './wire.server.ts'

/** A statement as a connection has to be told of it. */
export interface Told {
  readonly name: string
  /** Its SQL where the connection does not know it yet. */
  readonly text: string | undefined
  readonly values: readonly WireValue[]
  /** Its columns are to be described. */
  readonly isNew: boolean
}

/**
 * Statements as one message to PostgreSQL (https://www.postgresql.org/docs/current/protocol-message-formats.html): Parse
 * where needed, Bind, Describe where needed and Execute of each, then Sync. The driver would write each of these apart,
 * some thirty for one request, and each costs as much as the bytes of all.
 */
export function messageOf(statements: readonly Told[]): Buffer {
  const message = new Message(statements.reduce((sum, one) => sum + sizeOf(one), syncSize))
  for (const statement of statements) {
    if (statement.text !== undefined) message.addParse(statement.name, statement.text)
    message.addBind(statement)
    if (statement.isNew) message.add(describePortal)
    message.add(execute)
  }
  message.add(sync)
  return message.bytes
}

const describePortal = Buffer.from([0x44, 0, 0, 0, 6, 0x50, 0])
const execute = Buffer.from([0x45, 0, 0, 0, 9, 0, 0, 0, 0, 0])
const sync = Buffer.from([0x53, 0, 0, 0, 4])
const syncSize = sync.length
const parseLetter = 0x50
const bindLetter = 0x42

/** At least as many bytes as it takes. */
function sizeOf({ name, text, values }: Told): number {
  let size = name.length + 14 + 6 * values.length + describePortal.length + execute.length
  if (text !== undefined) size += name.length + Buffer.byteLength(text) + 9
  for (const value of values) size += value === null ? 0 : Buffer.byteLength(value)
  return size
}

class Message {
  readonly #buffer: Buffer
  #at = 0

  constructor(size: number) {
    this.#buffer = Buffer.allocUnsafe(size)
  }

  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#at)
  }

  add(bytes: Buffer): void {
    this.#at += bytes.copy(this.#buffer, this.#at)
  }

  addParse(name: string, text: string): void {
    this.#addLetter(parseLetter, () => {
      this.#addText(name)
      this.#addText(text)
      this.#addInt16(0)
    })
  }

  addBind({ name, values }: Told): void {
    this.#addLetter(bindLetter, () => {
      this.#addText('')
      this.#addText(name)
      this.#addFormats(values)
      this.#addInt16(values.length)
      for (const value of values) this.#addValue(value)
      // Answers come as text, all of them.
      this.#addInt16(0)
    })
  }

  /** Texts as text, bytes as they are. */
  #addFormats(values: readonly WireValue[]): void {
    if (!values.some(Buffer.isBuffer)) return this.#addInt16(0)
    this.#addInt16(values.length)
    for (const value of values) this.#addInt16(Buffer.isBuffer(value) ? 1 : 0)
  }

  #addValue(value: WireValue): void {
    const at = this.#at
    this.#at += 4
    if (typeof value === 'string') this.#at += this.#buffer.write(value, this.#at)
    else if (value !== null) this.add(value)
    this.#buffer.writeInt32BE(value === null ? -1 : this.#at - at - 4, at)
  }

  #addLetter(letter: number, addRest: () => void): void {
    this.#buffer[this.#at] = letter
    const at = this.#at + 1
    this.#at += 5
    addRest()
    this.#buffer.writeInt32BE(this.#at - at, at)
  }

  #addText(text: string): void {
    this.#at += this.#buffer.write(text, this.#at)
    this.#buffer[this.#at++] = 0
  }

  #addInt16(value: number): void {
    this.#at = this.#buffer.writeInt16BE(value, this.#at)
  }
}
