import { error } from '@sveltejs/kit'
import { Refusal } from '#lib/core/door/refusal.ts'
import { exportMe } from '#lib/core/person/views.ts'
import { refusalText } from '#lib/locales/refusals.ts'
import type { RequestHandler } from './$types'

/** Everything kept of whoever asks, as one file. */
export const GET: RequestHandler = async ({ locals }) => {
  try {
    const kept = await locals.app.look(exportMe, locals.who, {})
    return new Response(`${JSON.stringify(kept, null, 2)}\n`, {
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': 'attachment; filename="mozaika-my-data.json"',
        'cache-control': 'private, no-store'
      }
    })
  } catch (problem) {
    if (problem instanceof Refusal) error(problem.status, refusalText(problem, locals.lang))
    throw problem
  }
}
