import { decode } from './decode.ts'
import { newKey } from './key.ts'

/** What came of sending a form without leaving the page. */
export type Answer<Done> =
  | { readonly kind: 'done'; readonly data: Done }
  | { readonly kind: 'refused'; readonly status: number; readonly data: Refused }
  | { readonly kind: 'elsewhere'; readonly location: string }
  | { readonly kind: 'failed' }

export interface Refused {
  readonly message?: string
  readonly problems?: readonly { readonly path: string; readonly text?: string }[]
}

/** Sends a form to the action it names, as the browser would, but takes the answer as data. Never throws. */
export async function post<Done>(
  form: HTMLFormElement,
  action = form.action,
  submitter?: HTMLElement
): Promise<Answer<Done>> {
  const body = new FormData(form, submitter)
  body.set('_key', newKey())
  try {
    const response = await fetch(action, { method: 'POST', body, headers: { accept: 'application/json' } })
    const answer = (await response.json()) as {
      type: string
      status: number
      data?: string
      location?: string
    }
    const data = answer.data === undefined ? undefined : decode(answer.data)
    if (answer.type === 'success') return { kind: 'done', data: data as Done }
    if (answer.type === 'redirect') return { kind: 'elsewhere', location: answer.location ?? location.href }
    if (answer.type === 'failure')
      return { kind: 'refused', status: answer.status, data: (data ?? {}) as Refused }
    return { kind: 'failed' }
  } catch {
    return { kind: 'failed' }
  }
}
