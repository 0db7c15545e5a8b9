import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as library from './index.ts'
import type { Watch } from './watch.ts'
import { WATCHED } from './worker/watched.ts'

/** What the library made: its insides are not an input. */
const made = new WeakSet<object>()

/** The functions of the library, each with the arguments that its example gives. */
const calls = exampleCalls()

/** What must never be in an input, and what may be a mistake. */
const WRONG_NUMBERS = [NaN, Infinity, -Infinity, -1, 0.5, 1e99, 1e300]

describe('every function, whatever number in its example is wrong', () => {
  for (const [name, args] of calls) {
    it(`${name} throws a RangeError that names a function, or answers with finite numbers`, () => {
      for (const wrong of WRONG_NUMBERS) {
        for (const changed of withEach(args, 'number', wrong)) {
          const found = outcomeOf(name, changed.args)
          expect({ at: changed.path, wrong, found }).toEqual({ at: changed.path, wrong, found: 'as agreed' })
        }
      }
    })
  }
})

describe('every function, whatever text in its example is another', () => {
  for (const [name, args] of calls) {
    it(`${name} throws a RangeError that names a function, or answers with finite numbers`, () => {
      for (const changed of withEach(args, 'string', 'nobody knows')) {
        const found = outcomeOf(name, changed.args)
        expect({ at: changed.path, found }).toEqual({ at: changed.path, found: 'as agreed' })
      }
    })
  }
})

describe('every function, when a list in its example is empty or has one entry', () => {
  for (const [name, args] of calls) {
    it(`${name} throws a RangeError that names a function, or answers with finite numbers`, () => {
      for (const changed of withShortLists(args)) {
        const found = outcomeOf(name, changed.args)
        expect({ at: changed.path, found }).toEqual({ at: changed.path, found: 'as agreed' })
      }
    })
  }
})

describe('every function with a watch', () => {
  for (const [name, place] of Object.entries(WATCHED)) {
    it(`${name} stops at its first step when its signal is aborted`, () => {
      const args = calls.get(name)!
      const run = (watch: Watch) => {
        const all = Array.from({ length: Math.max(args.length, place + 1) }, (_, i) => args[i])
        const settings = { ...(args[place] as object), ...watch }
        return (library[name as keyof typeof library] as (...args: unknown[]) => unknown)(
          ...all.with(place, settings)
        )
      }
      let steps = 0
      run({ onProgress: () => steps++ })
      const aborted = () => run({ signal: AbortSignal.abort(new Error('enough')) })
      // Some examples are done before the first step of the long part.
      if (steps > 0) expect(aborted).toThrow('enough')
      else expect(aborted).not.toThrow()
    })
  }
})

/** "as agreed", or what is wrong with the answer. */
function outcomeOf(name: string, args: readonly unknown[]): string {
  try {
    const answer = (library[name as keyof typeof library] as (...args: unknown[]) => unknown)(...args)
    const odd = oddNumber(answer)
    return odd === null ? 'as agreed' : `the answer has ${odd}`
  } catch (thrown) {
    if (thrown instanceof RangeError && /^[a-zA-Z]+: ./.test(thrown.message)) return 'as agreed'
    return `throws ${String(thrown)}`
  }
}

/** The first number in a value that is not finite, with its path. */
function oddNumber(value: unknown, path = 'answer'): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? null : `${value} at ${path}`
  if (ArrayBuffer.isView(value)) return oddNumber(Array.from(value as Float64Array), path)
  if (value instanceof Map) return oddNumber([...value], path)
  if (typeof value !== 'object' || value === null) return null
  for (const [key, own] of Object.entries(value)) {
    const odd = oddNumber(own, `${path}.${key}`)
    if (odd) return odd
  }
  return null
}

interface Changed {
  readonly path: string
  readonly args: readonly unknown[]
}

/** The arguments again and again, each time with one leaf of a type replaced. What the library made is left as it is. */
function* withEach(args: readonly unknown[], type: 'number' | 'string', by: unknown): Generator<Changed> {
  for (const path of pathsOf(args)) {
    if (typeof at(args, path) === type) yield { path: path.join('.'), args: replaced(args, path, by) }
  }
}

function* withShortLists(args: readonly unknown[]): Generator<Changed> {
  for (const path of pathsOf(args)) {
    const list = at(args, path)
    if (path.length === 0 || !Array.isArray(list)) continue
    yield { path: `${path.join('.')} empty`, args: replaced(args, path, []) }
    if (list.length > 1)
      yield { path: `${path.join('.')} of one`, args: replaced(args, path, list.slice(0, 1)) }
  }
}

type Path = readonly (string | number)[]

function* pathsOf(value: unknown, path: Path = []): Generator<Path> {
  if (typeof value === 'object' && value !== null) {
    if (made.has(value) || ArrayBuffer.isView(value)) return
    yield path
    const keys = Array.isArray(value) ? value.keys() : Object.keys(value)
    for (const key of keys) yield* pathsOf((value as never)[key], [...path, key])
  } else yield path
}

function at(value: unknown, path: Path): unknown {
  return path.reduce((own, key) => (own as never)[key], value)
}

function replaced<Value>(value: Value, [first, ...rest]: Path, by: unknown): Value {
  if (first === undefined) return by as Value
  const own = replaced((value as never)[first], rest, by)
  return (Array.isArray(value) ? value.with(Number(first), own) : { ...value, [first]: own }) as Value
}

/** Notes a value and all within it as made by the library. */
function keep(value: unknown): void {
  if (typeof value !== 'object' || value === null || made.has(value)) return
  made.add(value)
  if (!ArrayBuffer.isView(value)) Object.values(value).forEach(keep)
}

/** Runs every example, and notes the arguments of the last call of the function that it is of. */
function exampleCalls(): Map<string, readonly unknown[]> {
  const found = new Map<string, readonly unknown[]>()
  let documented = ''
  const watched = Object.entries(library).map(([name, value]) => [
    name,
    typeof value === 'function'
      ? (...args: unknown[]) => {
          if (name === documented) found.set(name, args)
          const answer = (value as (...args: unknown[]) => unknown)(...args)
          keep(answer)
          return answer
        }
      : value
  ]) as [string, unknown][]
  const names = watched.map(([name]) => name)
  const values = watched.map(([, value]) => value)
  for (const { name, code } of examples()) {
    documented = name
    new Function(...names, `"use strict"; return (${code})`)(...values)
  }
  return found
}

/** The code of each example, with the function that it is of. */
function examples(): { name: string; code: string }[] {
  const source = import.meta.dirname
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .sort()
    .flatMap(file =>
      [
        ...readFileSync(join(source, file), 'utf8').matchAll(
          /@example\n((?: \* .*\n)+?) \*\/\nexport function\*? (\w+)/g
        )
      ].map(([, block, name]) => ({
        name: name!,
        code: block!
          .replaceAll(/^ \* ?/gm, '')
          .split('// →')[0]!
          .trim()
      }))
    )
    .filter(({ name }) => name in library)
}
