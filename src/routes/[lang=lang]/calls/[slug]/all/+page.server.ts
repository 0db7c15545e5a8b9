import { listContributions } from '#lib/core/contribution/views.ts'
import { listOwn } from '#lib/core/response/views.ts'
import { onServer } from '../../../../on-server.ts'
import { query } from '../../addresses.ts'
import { respond, unrespond } from '../../respond.server.ts'
import { headOf, rulesOf, seeCall, stepToWorkIn } from '../../seen-call.server.ts'
import { themesOf } from '../../themes-of.server.ts'
import type { Actions, PageServerLoad } from './$types'

const listed = 50

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, who } = locals
  const call = await seeCall(locals, params.slug)
  const step = stepToWorkIn(call, url.searchParams.get('step') ?? call.currentStep)
  const wish = wishIn(url)
  const place = { callId: call.callId, stepId: step.stepId }
  const list = await app.look(listContributions, who, { ...place, ...wish, limit: listed })
  const targets = list.items.map(item => item.contributionId)
  const own =
    who.personId !== null && targets.length > 0 ? await app.look(listOwn, who, { ...place, targets }) : null
  const shown = {
    head: headOf(call),
    step: { stepId: step.stepId, method: step.method, settings: step.settings, state: step.state },
    themes: await themesOf(locals, call.callId, rulesOf(step).themes),
    wish: { theme: wish.theme ?? null, q: wish.q ?? null, isFirst: wish.after === undefined },
    list,
    listed,
    known: who.personId !== null,
    held: own?.held ?? 0,
    mine: own?.mine ?? [],
    written: own?.written ?? [],
    folded: own?.folded ?? [],
    next: list.next ? query({ ...wish, after: list.next }) : null,
    first: query({ ...wish, after: null }),
    back: query({ ...wish }).replace('?', '&')
  }
  return { hue: call.organisation.accent, page: onServer(shown) }
}

/** Which part of which list the address asks for; what it does not name is left out. */
function wishIn({ searchParams }: URL) {
  const order = searchParams.get('order')
  return {
    ...(order === 'best' || order === 'newest' ? ({ order } as const) : {}),
    ...part('theme', searchParams),
    ...part('q', searchParams),
    ...part('after', searchParams)
  }
}

const part = <Name extends string>(name: Name, params: URLSearchParams): { [key in Name]?: string } => {
  const value = params.get(name)?.trim()
  return value ? ({ [name]: value } as { [key in Name]?: string }) : {}
}

export const actions: Actions = { respond, 'take-back': unrespond }
