import { pluralForms } from './check.ts'

/** A text, or one for each form of `{count}`, shown as `{n}`: `{ "one": "{n} idea", "other": "{n} ideas" }`. */
export type Wording = string | Readonly<Record<string, string>>

/** What is to be added to an area: per key without the area's name, a wording in each language. */
export type Additions = Readonly<Record<string, Readonly<Record<string, Wording>>>>

/** One language's file with the additions in it; keys that are there already get the new wording. */
export function addTo(
  file: Readonly<Record<string, unknown>>,
  area: string,
  language: string,
  additions: Additions
): Record<string, unknown> {
  const added = Object.entries(additions).map(([key, wordings]) => {
    const wording = wordings[language]
    if (wording === undefined) throw new Error(`${key} has no wording in ${language}.`)
    return [`${area}_${key}`, typeof wording === 'string' ? wording : pluralMessage(wording, language)]
  })
  return { ...file, ...(Object.fromEntries(added) as Record<string, unknown>) }
}

function pluralMessage(wordings: Readonly<Record<string, string>>, language: string): unknown {
  const names = Object.values(wordings).flatMap(text =>
    [...text.matchAll(/\{(\w+)\}/g)].map(found => found[1]!)
  )
  const others = [...new Set(names)].filter(name => name !== 'n' && name !== 'count')
  const match = pluralForms(language).map(form => [`form=${form}`, wordings[form] ?? wordings['other']])
  return [
    {
      declarations: [
        'input count',
        ...others.map(name => `input ${name}`),
        'local form = count: plural',
        ...(names.includes('n') ? ['local n = count: number'] : [])
      ],
      selectors: ['form'],
      match: Object.fromEntries(match) as Record<string, string>
    }
  ]
}
