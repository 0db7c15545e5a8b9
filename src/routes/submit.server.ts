import { fail } from '@sveltejs/kit'
import type { ActionFailure, RequestEvent } from '@sveltejs/kit'
import type { AnyAct, InputOf, ResultOf } from '../core/door/act.ts'
import type { Outcome } from '../core/door/perform.server.ts'
import { Refusal } from '../core/door/refusal.ts'
import type { Problem } from '../core/door/refusal.ts'
import { fieldOf, formOf, keyOf, valuesOf } from './form.ts'
import { problemText, refusalText } from '../locales/refusals.ts'

/** What a page gets back as `form` when the act was refused: why, and what had been typed. */
export interface Refused {
  /** Which of the page's forms it was: `default`, or the name in `?/name`. */
  readonly action: string
  readonly code: string
  /** The refusal as a sentence, in the page's language. */
  readonly message: string
  readonly problems: readonly (Problem & { readonly text: string })[]
  readonly values: Readonly<Record<string, string | string[]>>
}

interface More<A extends AnyAct, Done> {
  onDone?: (outcome: Outcome<ResultOf<A>>) => Done | Promise<Done>
}

/**
 * Does an act with what a form brought: as whoever sent it, under the form's hidden key `_key` (see `Once.svelte`).
 * A guest who is known from now on gets a cookie. A refusal comes back to the page with what had been typed; anything else
 * is thrown on. `read` makes the act's input from the form; fields are named as the input's paths (`body.title`), so that
 * problems find their fields.
 */
export async function submit<A extends AnyAct, Done = { done: true }>(
  event: RequestEvent,
  act: A,
  read: (form: FormData) => InputOf<A>,
  more: More<A, Done> = {}
): Promise<Done | { done: true } | ActionFailure<Refused>> {
  return submitForm(event, await formOf(event.request), act, read, more)
}

/** The same where the page has read the form already. */
export async function submitForm<A extends AnyAct, Done = { done: true }>(
  event: RequestEvent,
  form: FormData,
  act: A,
  read: (form: FormData) => InputOf<A>,
  { onDone }: More<A, Done> = {}
): Promise<Done | { done: true } | ActionFailure<Refused>> {
  const { app, who } = event.locals
  let outcome
  try {
    outcome = await app.perform(act, who, read(form), { channel: 'web', idempotencyKey: keyOf(form) })
  } catch (error) {
    return refused(event, form, error)
  }
  recognise(event, outcome.personId)
  return onDone ? await onDone(outcome) : { done: true }
}

/** What is no act, such as signing in, done with what a form brought. A refusal comes back as from `submit`. */
export async function attempt<Done>(
  event: RequestEvent,
  work: (form: FormData) => Promise<Done>
): Promise<Done | ActionFailure<Refused>> {
  const form = await formOf(event.request)
  try {
    return await work(form)
  } catch (error) {
    return refused(event, form, error)
  }
}

/** A refusal as the page's `form`, each problem at the field it belongs to; whatever else went wrong is thrown on. */
export function refused(event: RequestEvent, form: FormData, error: unknown): ActionFailure<Refused> {
  if (!(error instanceof Refusal)) throw error
  const { lang } = event.locals
  const problems = error.problems.map(problem => ({
    ...problem,
    path: fieldOf(form, problem.path),
    text: problemText(problem, lang)
  }))
  return fail(error.status, {
    action: actionOf(event.url),
    code: error.code,
    problems,
    message: refusalText(error, lang),
    values: valuesOf(form)
  })
}

/** A guest who was nobody before the act is known by a cookie from now on. */
export function recognise({ locals }: RequestEvent, personId: string | null): void {
  if (locals.who.personId === null && personId !== null)
    locals.newCookies.push(locals.app.guestCookie(personId))
}

const actionOf = (url: URL): string =>
  [...url.searchParams.keys()].find(name => name.startsWith('/'))?.slice(1) ?? 'default'
