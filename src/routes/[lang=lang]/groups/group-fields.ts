import type { InputOf } from '#lib/core/door/act.ts'
import type { makeGroup } from '#lib/core/group/acts.ts'
import { textOf } from '#lib/routes/form.ts'

type Fields = Omit<InputOf<typeof makeGroup>, 'organisationId' | 'slug'>

/** What the form of a group says. Questions are lines; one that ends with an asterisk must be answered. */
export const groupFields = (form: FormData): Fields => ({
  name: textOf(form, 'name') ?? '',
  about: textOf(form, 'about') ?? '',
  questions: linesOf(textOf(form, 'questions') ?? '').map(line => ({
    text: line.replace(/\s*\*$/, ''),
    required: line.endsWith('*')
  })),
  visibility: textOf(form, 'visibility') as Fields['visibility'],
  discoverability: textOf(form, 'discoverability') as Fields['discoverability'],
  joining: textOf(form, 'joining') as Fields['joining']
})

export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)

/** The same lines as a form shows them. */
export const questionLines = (questions: readonly { text: string; required: boolean }[]): string =>
  questions.map(({ text, required }) => (required ? `${text} *` : text)).join('\n')
