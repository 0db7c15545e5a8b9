import { fail } from '@sveltejs/kit'
import type { ActionFailure, RequestEvent } from '@sveltejs/kit'
import type { AnyAct, InputOf, ResultOf } from '../core/door/act.ts'
import type { Outcome } from '../core/door/perform.server.ts'
import { Refusal } from '../core/door/refusal.ts'
import type { Problem } from '../core/door/refusal.ts'
import { keyOf, valuesOf } from './form.ts'
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
  { onDone }: { onDone?: (outcome: Outcome<ResultOf<A>>) => Done | Promise<Done> } = {}
): Promise<Done | { done: true } | ActionFailure<Refused>> {
  const { app, who, lang, newCookies } = event.locals
  const form = await event.request.formData()
  let outcome
  try {
    outcome = await app.perform(act, who, read(form), { channel: 'web', idempotencyKey: keyOf(form) })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { code, status } = error
    const problems = error.problems.map(problem => ({ ...problem, text: problemText(problem, lang) }))
    return fail(status, {
      action: actionOf(event.url),
      code,
      problems,
      message: refusalText(error, lang),
      values: valuesOf(form)
    })
  }
  if (who.personId === null && outcome.personId !== null) newCookies.push(app.guestCookie(outcome.personId))
  return onDone ? await onDone(outcome) : { done: true }
}

const actionOf = (url: URL): string =>
  [...url.searchParams.keys()].find(name => name.startsWith('/'))?.slice(1) ?? 'default'
