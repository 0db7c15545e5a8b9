import { problemText } from '../locales/refusals.ts'

/** What a page gets back after a refused act. */
interface Answered {
  readonly code?: string
  readonly message?: string
  readonly problems?: readonly Wrong[]
  readonly values?: Readonly<Record<string, string | readonly string[]>>
}

interface Wrong {
  readonly path: string
  readonly code: string
  readonly limits?: Readonly<Record<string, string | number>>
}

/** A page's `form`: after a refusal what `Answered` says, after success whatever the action gave. */
export type Form = object | null | undefined

export const answered = (form: Form): Answered => (form ?? {}) as Answered

/** The sentence about a field, if something is wrong with it. */
export function wrongWith(form: Form, name: string): string | undefined {
  const problem = answered(form).problems?.find(({ path }) => path === name)
  return problem && problemText(problem)
}

/** What had been typed, else what the page would show at first. */
export function typedIn(form: Form, name: string, otherwise: string | undefined): string {
  const value = answered(form).values?.[name] ?? otherwise
  return typeof value === 'string' ? value : (value?.[0] ?? '')
}

/** All values of a field that may have several. */
export function chosenIn(form: Form, name: string, otherwise: readonly string[]): readonly string[] {
  const value = answered(form).values?.[name] ?? otherwise
  return typeof value === 'string' ? [value] : value
}

/** The id of a field's element, which labels, errors and summaries point to. */
export const idOf = (name: string, prefix = 'field'): string => `${prefix}-${name.replace(/[^\w-]/g, '-')}`

/** What `aria-describedby` says: the parts a field really has. */
export const describedBy = (...ids: (string | false | undefined)[]): string | undefined =>
  ids.filter(Boolean).join(' ') || undefined
