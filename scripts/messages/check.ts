import type { Area, Message } from './catalogue.ts'

type InLanguages = ReadonlyMap<string, ReadonlyMap<string, Message> | undefined>

/**
 * What is wrong with the texts of one area, as sentences that say what to do. `messages` has the messages of each
 * language by key, `undefined` where there is no file; the first language is the one the others are compared with.
 */
export function checkArea(area: Area, messages: InLanguages): string[] {
  const files = [...messages]
  if (files.every(([, found]) => found === undefined)) return []
  const problems: string[] = []
  const keys = new Set(files.flatMap(([, found]) => [...(found?.keys() ?? [])]))
  for (const [language, found] of files) {
    const file = area.pattern.replace('{locale}', language)
    if (!found) problems.push(`${file} is missing: write it, with all ${keys.size} messages of this area.`)
  }
  for (const key of keys) problems.push(...checkKey(area, key, messages))
  return problems
}

function checkKey(area: Area, key: string, messages: InLanguages): string[] {
  const problems: string[] = []
  if (!key.startsWith(`${area.name.replaceAll('-', '_')}_`)) {
    problems.push(`${key} in area ${area.name}: a key starts with its area, so call it ${area.name}_${key}.`)
  }
  const versions = [...messages].flatMap(([language, found]) =>
    found ? [[language, found.get(key)] as const] : []
  )
  const first = versions.find(([, message]) => message)?.[1]
  for (const [language, message] of versions) {
    const where = `${area.pattern.replace('{locale}', language)}: ${key}`
    if (!message) problems.push(`${where} is missing: every message is there in every language.`)
    else problems.push(...checkMessage(message, first!, language).map(problem => `${where} ${problem}`))
  }
  return problems
}

function checkMessage(message: Message, first: Message, language: string): string[] {
  const problems: string[] = []
  if (message.wordings.some(wording => wording.trim() === '')) problems.push('is empty.')
  if (message.inputs.join() !== first.inputs.join()) {
    problems.push(
      `is filled in with {${message.inputs.join('} {')}}, elsewhere with {${first.inputs.join('} {')}}.`
    )
  }
  for (const plural of message.plurals) {
    const has = message.forms.filter(({ selector }) => selector === plural).map(({ form }) => form)
    const needs = pluralForms(language)
    const lacking = needs.filter(form => !has.includes(form))
    const idle = has.filter(form => !needs.includes(form) && form !== '*')
    if (lacking.length > 0)
      problems.push(`lacks the form ${lacking.join(', ')}: numbers in this language need it.`)
    if (idle.length > 0)
      problems.push(`has the form ${idle.join(', ')}, which numbers in this language never take.`)
  }
  return problems
}

/** The forms numbers take in a language: `one few many other` in Ukrainian. */
export const pluralForms = (language: string): string[] =>
  new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted()
