import { redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import { Refusal } from '#lib/core/door/refusal.ts'
import { mergeContributions } from '#lib/core/reshaping/acts.ts'
import { textOf, textsOf } from '#lib/routes/form.ts'
import { attempt } from '#lib/routes/submit.server.ts'

export type Event = RequestEvent<{ organisation: string; call: string }>

/** Back to the page the form was on, with a word on what was done. */
export function done(event: Event, what: string): never {
  const url = new URL(event.url)
  for (const name of [...url.searchParams.keys()])
    if (name.startsWith('/') || name === 'done') url.searchParams.delete(name)
  url.searchParams.set('done', what)
  redirect(303, `${url.pathname}${url.search}`)
}

/** Contributions to be merged, with what decides which of them stays: the most supported, then the oldest. */
interface Side {
  readonly id: string
  readonly responses: number
}

/** `id:responses`, as the pages write it. */
export const sideIn = (text: string): Side => {
  const [id = '', responses = '0'] = text.split(':')
  return { id, responses: Number(responses) || 0 }
}

/** Groups of what belongs together, each through its pairs. */
export function groupsOf(pairs: readonly (readonly [Side, Side])[]): Side[][] {
  const groupOf = new Map<string, Side[]>()
  for (const [one, other] of pairs) {
    const joined = [
      ...new Map(
        [...(groupOf.get(one.id) ?? [one]), ...(groupOf.get(other.id) ?? [other])].map(side => [
          side.id,
          side
        ])
      ).values()
    ]
    for (const side of joined) groupOf.set(side.id, joined)
  }
  return [...new Set(groupOf.values())]
}

const mostMerged = 20

/** Merges each group into the one of it that most support. What somebody else merged meanwhile is left. */
export async function mergeGroups(event: Event, groups: readonly (readonly Side[])[], reason: string) {
  let refused: unknown
  let merged = 0
  for (const group of groups) {
    const [target, ...sources] = group.toSorted((a, b) => b.responses - a.responses || (a.id < b.id ? -1 : 1))
    try {
      await event.locals.app.perform(
        mergeContributions,
        event.locals.who,
        {
          callId: event.params.call,
          target: target!.id,
          sources: sources.slice(0, mostMerged).map(side => side.id),
          reason
        },
        { channel: 'web' }
      )
      merged += 1
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refused = error
    }
  }
  if (merged === 0 && refused) throw refused
}

/** Merges what was selected on a page into one. */
export const mergeSelected = (event: Event) =>
  attempt(event, async form => {
    const sides = textsOf(form, 'side').map(sideIn)
    if (sides.length < 2)
      throw new Refusal('invalid', { problems: [{ path: 'side', code: 'too-few', limits: { least: 2 } }] })
    await mergeGroups(event, [sides], textOf(form, 'reason') ?? '')
    done(event, 'merged')
  })
