import type { ResultOf } from '../../../../../core/door/act.ts'
import { rankingCsv } from '../../../../../core/exchange/ranking-csv.ts'
import { rankingOfResult } from '../../../../../core/exchange/views.ts'
import { seeCall, stepToWorkIn } from '../../seen-call.server.ts'
import type { RequestHandler } from './$types'

type Ranking = ResultOf<typeof rankingOfResult>

const pageSize = 5_000
/** More contributions than any step has; a list that never ends would. */
const mostPages = 200

/** The ranking of a step as a table for spreadsheets. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const call = await seeCall(locals, params.slug)
  const closed = call.steps.findLast(step => step.state === 'closed')
  const { stepId } = stepToWorkIn(call, url.searchParams.get('step') ?? closed?.stepId ?? call.currentStep)
  const rows: Ranking['items'][number][] = []
  let after: string | null = null
  for (let page = 0; page < mostPages; page++) {
    const found: Ranking = await locals.app.look(rankingOfResult, locals.who, {
      callId: call.callId,
      stepId,
      limit: pageSize,
      ...(after ? { after } : {})
    })
    rows.push(...found.items)
    after = found.next
    if (after === null) break
  }
  return new Response(rankingCsv(rows), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="result-${params.slug}.csv"`
    }
  })
}
