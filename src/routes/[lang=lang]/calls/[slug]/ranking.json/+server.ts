import { readRanking } from '../../ranking.server.ts'
import type { RequestHandler } from './$types'

/** The ranking of a step for programs: the same rows as the table, with what they are of. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const { call, step, version, items } = await readRanking(locals, params.slug, url)
  const ranking = {
    call: { callId: call.callId, slug: call.slug, question: call.question, licence: call.licence },
    step: { stepId: step.stepId, slug: step.slug, title: step.title },
    version,
    ranking: items
  }
  return new Response(JSON.stringify(ranking), {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="ranking-${params.slug}.json"`
    }
  })
}
