import { z } from 'zod'
import { stepState, totalsShown } from '../call/rules.ts'
import { defineView } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import { hiddenTiles } from './mosaic-tiles.ts'
import { methodOf } from './open-step.server.ts'
import { findPicture } from './picture.server.ts'
import type { PictureTheme } from './picture.server.ts'
import { loadSeenStep } from './views.ts'

export const findMosaic = defineView({
  name: 'contribution.mosaic',
  title:
    'A step at a glance: per theme how many contributions there are and how much support they have, as tiles',
  http: 'GET /calls/{callId}/steps/{stepId}/mosaic',
  scope: 'read',
  input: z.strictObject({
    callId: z.uuid(),
    stepId: z.uuid(),
    /** `named`: with id and title of each contribution, as long as there are at most 1,500. */
    detail: z.enum(['tiles', 'named']).default('tiles')
  }),
  load: loadSeenStep,
  may: () => true,
  run: async (look, { call, step }, { detail }) => {
    const { method, rules } = methodOf(look.methods, step)
    if (method.singles !== 'everybody') throw new Refusal('not-allowed')
    const totals = totalsShown(rules, stepState(call, step, look.now))
    const picture = await findPicture(look.db, { callId: call.callId, stepId: step.stepId }, detail)
    const order = new Map(rules.themes.map((theme, n) => [theme.id, n]))
    const place = (theme: string | null) => (theme === null ? Infinity : (order.get(theme) ?? order.size))
    return {
      totalsShown: totals,
      contributions: picture.contributions,
      /** How many contributions a tile stands for. */
      per: picture.per,
      themes: picture.themes
        .map(theme => shownTheme(theme, totals))
        .sort((a, b) => place(a.theme) - place(b.theme))
    }
  }
})

/** While totals are hidden all tiles are alike. */
function shownTheme({ named, ...theme }: PictureTheme, totals: boolean) {
  const pieces = named?.map(({ contributionId, title }) => ({ contributionId, title })) ?? null
  return totals
    ? {
        ...theme,
        value: theme.value as number | null,
        levels: theme.levels as readonly number[] | null,
        pieces
      }
    : { ...theme, value: null, levels: null, tiles: hiddenTiles(theme.tiles), pieces }
}
