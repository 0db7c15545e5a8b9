/** Where a text stops being JSON (RFC 8259), and what was expected there. */
export interface JsonFault {
  /** In UTF-16 units from the text's beginning. */
  readonly offset: number
  readonly line: number
  readonly column: number
  readonly expected: string
}

/**
 * Finds the first fault of a text that `JSON.parse` refused: its own messages name no position for most faults.
 * Nesting costs call frames, so the caller limits it first (`deepest` in `read-json.ts`).
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const walk = new Walk(text)
  const fault = walk.findFault()
  if (!fault) return undefined
  const before = text.slice(0, fault.offset)
  const lastBreak = before.lastIndexOf('\n')
  return { ...fault, line: before.split('\n').length, column: fault.offset - lastBreak }
}

type Fault = Pick<JsonFault, 'offset' | 'expected'>

const blanks = /[ \t\n\r]*/y
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

/** Reads JSON without building it. */
class Walk {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  findFault(): Fault | undefined {
    const open: ('{' | '[')[] = []
    let expected = this.#value(open)
    while (!expected && open.length > 0) expected = this.#continue(open)
    this.#skip(blanks)
    if (!expected && this.#at < this.#text.length) expected = 'the end'
    return expected ? { offset: this.#at, expected } : undefined
  }

  /** A value, or the beginning of one; answers with what was expected when there is none. */
  #value(open: ('{' | '[')[]): string | undefined {
    this.#skip(blanks)
    const next = this.#text[this.#at]
    if (next === '"') return this.#string()
    if (next !== '{' && next !== '[') return this.#skip(scalar) ? undefined : 'a value'
    this.#at += 1
    this.#skip(blanks)
    if (this.#take(next === '{' ? '}' : ']')) return undefined
    open.push(next)
    return next === '{' ? this.#member(open) : this.#value(open)
  }

  #member(open: ('{' | '[')[]): string | undefined {
    this.#skip(blanks)
    if (this.#text[this.#at] !== '"') return 'a name in double quotes'
    const fault = this.#string()
    if (fault) return fault
    this.#skip(blanks)
    return this.#take(':') ? this.#value(open) : 'a colon'
  }

  #continue(open: ('{' | '[')[]): string | undefined {
    const inner = open.at(-1)!
    this.#skip(blanks)
    if (this.#take(',')) return inner === '{' ? this.#member(open) : this.#value(open)
    if (!this.#take(inner === '{' ? '}' : ']')) return `a comma or ${inner === '{' ? '}' : ']'}`
    open.pop()
    return undefined
  }

  #string(): string | undefined {
    this.#at += 1
    while (this.#at < this.#text.length) {
      const code = this.#text.charCodeAt(this.#at)
      if (code === 0x22) {
        this.#at += 1
        return undefined
      }
      if (code < 0x20) return 'no control character in a text: write it as \\u00XX'
      if (code !== 0x5c) this.#at += 1
      else if (!this.#skip(escape)) return 'a known escape after the backslash'
    }
    return 'a closing quote'
  }

  #take(sign: string): boolean {
    if (this.#text[this.#at] !== sign) return false
    this.#at += 1
    return true
  }

  /** Whether anything was there to be skipped. */
  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (!found || found[0] === '') return false
    this.#at += found[0].length
    return true
  }
}
