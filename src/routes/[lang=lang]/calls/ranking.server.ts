import type { ResultOf } from '../../../core/door/act.ts'
import { rankingOfResult } from '../../../core/exchange/views.ts'
import type { RankingRow } from '../../../core/exchange/ranking-view.ts'
import { seeCall, stepToWorkIn } from './seen-call.server.ts'

type Page = ResultOf<typeof rankingOfResult>

const pageSize = 5_000
/** More contributions than any step has; a list that never ends would. */
const mostPages = 200

/** The whole ranking of the step that an address names by `?step=`, else of the last one closed. */
export async function readRanking(locals: App.Locals, slug: string, url: URL) {
  const call = await seeCall(locals, slug)
  const closed = call.steps.findLast(one => one.state === 'closed')
  const step = stepToWorkIn(call, url.searchParams.get('step') ?? closed?.stepId ?? call.currentStep)
  const items: RankingRow[] = []
  let version = 0
  let after: string | null = null
  for (let page = 0; page < mostPages; page++) {
    const found: Page = await locals.app.look(rankingOfResult, locals.who, {
      callId: call.callId,
      stepId: step.stepId,
      limit: pageSize,
      ...(after ? { after } : {})
    })
    items.push(...found.items)
    version = found.version
    after = found.next
    if (after === null) break
  }
  return { call, step, version, items }
}
