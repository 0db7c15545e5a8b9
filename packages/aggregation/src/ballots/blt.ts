import { checkDistinctIds, checkWhole, fail } from '../checks.ts'
import type { RankedBallot } from './ranked-profile.ts'

/** An election as a BLT file holds it; options are named, those withdrawn take no part. */
export interface BltElection {
  readonly title: string
  readonly seats: number
  readonly options: readonly string[]
  readonly withdrawn: readonly string[]
  readonly ballots: readonly RankedBallot[]
}

/**
 * Reads a BLT file, the usual format of STV counts: numbers of options and seats; withdrawn options as
 * negative numbers; a line for each kind of ballot, `weight preference … 0`, with `=` between options on one
 * level; `0`; the names and the title in quotes. `#` starts a comment; a ballot number in round brackets
 * before the weight is passed over; `-` marks a preference left out.
 *
 * `options` keeps the withdrawn out, and so do the ballots. Throws `RangeError` that names the line for
 * anything else.
 *
 * Source: B. A. Wichmann's and OpenSTV's BLT format, as described in I. D. Hill, B. A. Wichmann, D. R.
 * Woodall, Computer Journal 30 (1987).
 *
 * @example
 * readBlt('2 1\n3 1 2 0\n1 2 0\n0\n"Ann"\n"Bob"\n"Chair"\n').ballots
 * // → [{ ranking: ['Ann', 'Bob'], count: 3 }, { ranking: ['Bob'], count: 1 }]
 */
export function readBlt(text: string): BltElection {
  const tokens = new Tokens(text)
  const size = tokens.whole('the number of options', 1)
  const seats = tokens.whole('the number of seats', 1)
  const out = new Set<number>()
  while (tokens.peek()?.startsWith('-') && tokens.peek() !== '-') {
    const number = -Number(tokens.next())
    if (!(Number.isInteger(number) && number >= 1 && number <= size))
      tokens.fail('withdraws an unknown option')
    out.add(number)
  }
  const numbered: { levels: number[][]; count: number }[] = []
  for (;;) {
    if (tokens.peek()?.startsWith('(')) tokens.next()
    const count = tokens.whole('a ballot weight or the closing 0', 0)
    if (count === 0) break
    numbered.push({ levels: readPreferences(tokens, size), count })
  }
  const names = Array.from({ length: size }, () => tokens.quoted('the name of an option'))
  checkDistinctIds('readBlt', 'options', names)
  const title = tokens.peek() === undefined ? '' : tokens.quoted('the title')
  if (tokens.peek() !== undefined) tokens.fail('follows the end of the election')
  const ballots = numbered.map(({ levels, count }) => ({
    ranking: levels
      .map(level => level.filter(option => !out.has(option)).map(option => names[option - 1]!))
      .filter(level => level.length > 0)
      .map(level => (level.length === 1 ? level[0]! : level)),
    count
  }))
  return {
    title,
    seats,
    options: names.filter((_, i) => !out.has(i + 1)),
    withdrawn: names.filter((_, i) => out.has(i + 1)),
    ballots
  }
}

/**
 * Writes an election as a BLT file that `readBlt` reads back: ballots in the given order, withdrawn options
 * after the others.
 *
 * Throws `RangeError` for an unknown option, a weight that is not a whole number above 0, a name with a
 * quotation mark or line break.
 *
 * @example
 * writeBlt({ title: 'Chair', seats: 1, options: ['Ann', 'Bob'], withdrawn: [], ballots: [{ ranking: [['Ann', 'Bob']], count: 2 }] })
 * // → '2 1\n2 1=2 0\n0\n"Ann"\n"Bob"\n"Chair"\n'
 */
export function writeBlt({ title, seats, options, withdrawn, ballots }: BltElection): string {
  const rule = 'writeBlt'
  const names = [...options, ...withdrawn]
  checkDistinctIds(rule, 'options', names)
  checkWhole(rule, 'seats', seats, 1)
  const numberOf = new Map(names.map((name, i) => [name, i + 1]))
  const number = (name: string) =>
    numberOf.get(name) ?? fail(rule, `a ballot ranks "${name}", which is not an option`)
  const lines = [`${names.length} ${seats}`]
  if (withdrawn.length > 0) lines.push(withdrawn.map(name => -number(name)).join(' '))
  for (const { ranking, count = 1 } of ballots) {
    checkWhole(rule, 'the weight of a ballot', count, 1)
    const levels = ranking.map(level =>
      typeof level === 'string' ? number(level) : level.map(number).join('=')
    )
    lines.push([count, ...levels.filter(level => level !== ''), 0].join(' '))
  }
  lines.push('0', ...[...names, title].map(quote))
  return `${lines.join('\n')}\n`
}

function quote(text: string): string {
  if (/["\r\n]/.test(text))
    fail('writeBlt', `a name must not hold a quotation mark or line break, got ${text}`)
  return `"${text}"`
}

/** The levels of one ballot up to its closing 0. */
function readPreferences(tokens: Tokens, size: number): number[][] {
  const levels: number[][] = []
  const seen = new Set<number>()
  for (;;) {
    const token = tokens.next()
    if (token === '0') return levels
    if (token === '-') continue
    const level = token.split('=').map(Number)
    for (const option of level) {
      if (!(Number.isInteger(option) && option >= 1 && option <= size)) tokens.fail('is not an option')
      if (seen.has(option)) tokens.fail('ranks an option twice')
      seen.add(option)
    }
    levels.push(level)
  }
}

/** The words and quoted texts of a BLT file with their lines. */
class Tokens {
  readonly #tokens: { readonly text: string; readonly line: number }[] = []
  #at = 0

  constructor(text: string) {
    text.split(/\r?\n/).forEach((content, i) => {
      for (const [token] of content.matchAll(/"[^"]*"|#.*|\([^)]*\)|[^\s"#]+|"/g)) {
        if (!token.startsWith('#')) this.#tokens.push({ text: token, line: i + 1 })
      }
    })
  }

  peek(): string | undefined {
    return this.#tokens[this.#at]?.text
  }

  next(): string {
    const token = this.#tokens[this.#at++]
    return token ? token.text : fail('readBlt', 'the file ends before the election does')
  }

  whole(name: string, least: number): number {
    const token = this.next()
    if (!/^\d+$/.test(token) || Number(token) < least) this.fail(`is not ${name}`)
    return Number(token)
  }

  quoted(name: string): string {
    const token = this.next()
    if (!/^".*"$/.test(token) || token === '"') this.fail(`is not ${name} in quotes`)
    return token.slice(1, -1)
  }

  /** Throws about the token read last. */
  fail(problem: string): never {
    const { text, line } = this.#tokens[Math.max(0, this.#at - 1)]!
    fail('readBlt', `line ${line}: ${text} ${problem}`)
  }
}
