import type { Body } from '../parts.ts'

/** The idea that a form of `Contribute` brought; whether it will do is for the schema to say. */
export function readIdea(form: FormData): Body {
  return {
    title: textOf(form, 'body.title'),
    text: textOf(form, 'body.text'),
    theme: textOf(form, 'body.theme') || null
  }
}

/** What a form of `Respond` brought: nothing for a support, a whole number for a score. */
export function readReply(form: FormData): Body {
  const score = textOf(form, 'body.score')
  return score === '' ? {} : { score: Number(score) }
}

/**
 * The settings that a form of `Settings` brought under `path`. Themes come one on a line; a theme keeps its id as long as
 * its line begins with the same words.
 */
export function readSettings(form: FormData, path: string): Body {
  const text = (name: string) => textOf(form, `${path}.${name}`)
  const number = (name: string) => Number(text(name))
  const kept = new Map(form.getAll(`${path}.themeIds`).map(one => splitOnce(String(one))))
  const budget = text('budget')
  return {
    themes: themesOf(text('themes'), kept),
    respond: text('respond'),
    budget: budget === '' ? null : Number(budget),
    ranking: text('ranking'),
    halfLifeDays: number('halfLifeDays'),
    guests: {
      contribute: form.has(`${path}.guests.contribute`),
      respond: form.has(`${path}.guests.respond`)
    },
    totals: text('totals'),
    moderation: text('moderation'),
    titleMax: number('titleMax'),
    textMax: number('textMax'),
    textRequired: form.has(`${path}.textRequired`),
    files: number('files'),
    place: text('place'),
    placePrecision: text('placePrecision')
  }
}

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

/** `id label` of a theme that was there before, as label and id. */
const splitOnce = (pair: string): [label: string, id: string] => {
  const at = pair.indexOf(' ')
  return [pair.slice(at + 1), pair.slice(0, at)]
}

function themesOf(lines: string, kept: ReadonlyMap<string, string>): { id: string; label: string }[] {
  const labels = lines
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
  const taken = new Set(labels.map(label => kept.get(label)))
  let next = 1
  const newId = (): string => {
    while (taken.has(`theme-${next}`)) next++
    return `theme-${next++}`
  }
  return labels.map(label => ({ id: kept.get(label) ?? newId(), label }))
}
