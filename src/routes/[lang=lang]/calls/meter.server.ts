import { findMeterView } from '../../../core/answer/views.ts'
import type { ResultOf } from '../../../core/door/act.ts'
import type { SeenCall } from './seen-call.server.ts'

type Meter = ResultOf<typeof findMeterView>

interface Kept {
  readonly meter: Promise<Meter>
  readonly until: number
}

/** The meter counts all contributions of a call and is the same for everybody: it is counted every other second at most. */
const kept = new Map<string, Kept>()
const freshMs = 2_000
const mostKept = 200

/** How far the answers of a call are; null before the first is there and while people still hand in. */
export async function seeMeter({ app, who }: App.Locals, { callId, state }: SeenCall): Promise<Meter | null> {
  if (state === 'draft' || state === 'cancelled') return null
  const now = Date.now()
  let known = kept.get(callId)
  if (!known || now >= known.until) {
    known = { meter: app.look(findMeterView, who, { callId }), until: now + freshMs }
    known.meter.catch(() => kept.delete(callId))
    kept.delete(callId)
    kept.set(callId, known)
    if (kept.size > mostKept) kept.delete(kept.keys().next().value!)
  }
  const meter = await known.meter
  const hasBegun = state !== 'open' || meter.byStatus.some(row => row.status !== 'open')
  return hasBegun && meter.total > 0 ? meter : null
}
