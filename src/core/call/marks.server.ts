import type { Look } from '../door/act.ts'
import { hiddenTiles, spreadTiles } from '../contribution/mosaic-tiles.ts'
import { findPictures } from '../contribution/picture.server.ts'
import type { Picture } from '../contribution/picture.server.ts'
import type { StepRules } from '../method.ts'
import { currentStep, stepState, totalsShown } from './rules.ts'
import { listFrames } from './store.server.ts'

/** A call's mosaic made small: tiles theme by theme. `theme` is its place among those of the step; one more for none. */
export type CallMark = readonly { readonly theme: number; readonly tiles: string }[]

interface Wanted {
  readonly callId: string
  readonly stepId: string
  readonly rules: StepRules
  readonly totals: boolean
}

/** A small mosaic of the step that each call is in, by call; of about so many tiles at most. */
export async function drawMarks(
  look: Look,
  callIds: readonly string[],
  most: number
): Promise<Map<string, CallMark>> {
  if (most === 0 || callIds.length === 0) return new Map()
  const frames = await listFrames(look.db, callIds)
  const wanted = callIds.flatMap((callId): Wanted[] => {
    const frame = frames.get(callId)
    const step = frame && currentStep(frame, look.now)
    const method = step && look.methods.get(step.method)
    if (!method || method.singles !== 'everybody') return []
    const rules = method.rules(step.settings)
    return [
      { callId, stepId: step.stepId, rules, totals: totalsShown(rules, stepState(frame, step, look.now)) }
    ]
  })
  const pictures = await findPictures(look.db, wanted, 'tiles')
  return new Map(wanted.map((step, n) => [step.callId, markOf(pictures[n]!, step, most)]))
}

function markOf(
  { contributions, per, light, themes }: Picture,
  { rules, totals }: Wanted,
  most: number
): CallMark {
  const order = new Map(rules.themes.map((theme, n) => [theme.id, n]))
  const isLit = totals || light === 'status'
  const small = Math.max(1, contributions / most)
  return themes
    .map(({ theme, count, levels, tiles: whole }) => {
      const tiles = small === 1 && per === 1 ? whole : spreadTiles(isLit ? levels : [count], small)
      return { theme: order.get(theme ?? '') ?? order.size, tiles: isLit ? tiles : hiddenTiles(tiles) }
    })
    .sort((a, b) => a.theme - b.theme)
}
