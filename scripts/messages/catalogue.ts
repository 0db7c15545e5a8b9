import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One message in one language. */
export interface Message {
  /** `home_title`: the area's name, then the message's. */
  readonly key: string
  /** Names a caller must give, sorted. */
  readonly inputs: readonly string[]
  /** Every wording there is: one, or one for each form of a number or choice. */
  readonly wordings: readonly string[]
  /** The values matched on, such as `one few many other`; empty for a plain message. */
  readonly forms: readonly { readonly selector: string; readonly form: string }[]
  /** Selectors that are forms of a number (`local p = count: plural`). */
  readonly plurals: readonly string[]
}

/** A folder of six files, one per language. */
export interface Area {
  readonly name: string
  readonly pattern: string
}

interface Settings {
  readonly baseLocale: string
  readonly locales: readonly string[]
  readonly 'plugin.inlang.messageFormat': { readonly pathPattern: readonly string[] }
}

export function readSettings(root: string): {
  languages: readonly string[]
  base: string
  areas: readonly Area[]
} {
  const settings = JSON.parse(readFileSync(join(root, 'project.inlang', 'settings.json'), 'utf8')) as Settings
  return {
    languages: settings.locales,
    base: settings.baseLocale,
    areas: settings['plugin.inlang.messageFormat'].pathPattern.map(pattern => ({
      pattern,
      name: areaOf(pattern)
    }))
  }
}

/** `./src/locales/home/{locale}.json` and `./src/methods/ideas/messages/{locale}.json` have areas `home` and `ideas`. */
export const areaOf = (pattern: string): string =>
  pattern.replace('/messages/{locale}.json', '/{locale}.json').split('/').at(-2) ?? ''

/** The messages of one area in one language, by key; `undefined` where the file is missing. */
export function readArea(root: string, area: Area, language: string): Map<string, Message> | undefined {
  const file = join(root, area.pattern.replace('{locale}', language))
  if (!existsSync(file)) return undefined
  const raw = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  return new Map(Object.entries(raw).map(([key, value]) => [key, parseMessage(key, value)]))
}

interface Variants {
  readonly declarations?: readonly string[]
  readonly match: Readonly<Record<string, string>>
}

export function parseMessage(key: string, value: unknown): Message {
  if (typeof value === 'string') {
    return { key, inputs: inputsOf(value), wordings: [value], forms: [], plurals: [] }
  }
  if (!Array.isArray(value) || value.length !== 1)
    throw new Error(`${key}: neither a text nor a list of one object`)
  const { declarations = [], match } = value[0] as Variants
  const declared = declarations.flatMap(line => line.match(/^input (\w+)$/)?.[1] ?? [])
  return {
    key,
    inputs: declared.toSorted(),
    wordings: Object.values(match),
    forms: Object.keys(match).flatMap(parseForms),
    plurals: declarations.flatMap(line => line.match(/^local (\w+) = \w+: plural/)?.[1] ?? [])
  }
}

const parseForms = (condition: string) =>
  condition.split(',').map(part => {
    const [selector = '', form = ''] = part.trim().split('=')
    return { selector, form }
  })

/** Names in braces; a brace after a backslash is only a brace. */
export const inputsOf = (wording: string): string[] =>
  [...new Set([...wording.matchAll(/(?<!\\)\{(\w+)\}/g)].map(found => found[1]!))].toSorted()
