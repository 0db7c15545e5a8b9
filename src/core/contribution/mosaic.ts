import { z } from 'zod'
import { stepState, totalsShown } from '../call/rules.ts'
import { defineView } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import { hiddenTiles } from './mosaic-tiles.ts'
import { methodOf } from './open-step.server.ts'
import type { Light } from './mosaic-tiles.ts'
import { findByNumber } from './mosaic.server.ts'
import { findPicture } from './picture.server.ts'
import type { Detail, PictureTheme } from './picture.server.ts'
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
    /** `named`: with id and title of each contribution, up to 1,500; `numbered`: with its number in the step, up to 12,000. */
    detail: z.enum(['tiles', 'named', 'numbered']).default('tiles')
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
      /** Whether tiles are lit by support, or by what became of each: that is no secret, whatever totals are. */
      light: picture.light,
      themes: picture.themes
        .map(theme => shownTheme(theme, totals, picture.light, detail))
        .sort((a, b) => place(a.theme) - place(b.theme))
    }
  }
})

/** While totals are hidden all tiles that are lit by them are alike. */
function shownTheme({ named, ...theme }: PictureTheme, totals: boolean, light: Light, detail: Detail) {
  const pieces =
    detail === 'named'
      ? (named?.map(({ contributionId, title }) => ({ contributionId, title })) ?? null)
      : null
  const numbers = detail === 'numbered' ? (named?.map(piece => piece.number) ?? null) : null
  const value = totals ? theme.value : null
  return totals || light === 'status'
    ? { ...theme, value, levels: theme.levels as readonly number[] | null, pieces, numbers }
    : { ...theme, value, levels: null, tiles: hiddenTiles(theme.tiles), pieces, numbers }
}

export const findNumbered = defineView({
  name: 'contribution.by-number',
  title: 'The id of the contribution that was handed in as the so-manieth to a step',
  http: 'GET /calls/{callId}/steps/{stepId}/numbers/{number}',
  scope: 'read',
  input: z.strictObject({
    callId: z.uuid(),
    stepId: z.uuid(),
    number: z.coerce.number().int().min(1).max(10_000_000)
  }),
  load: loadSeenStep,
  may: () => true,
  run: async (look, { call, step }, { number }) => {
    if (methodOf(look.methods, step).method.singles !== 'everybody') throw new Refusal('not-allowed')
    const contributionId = await findByNumber(look.db, call.callId, step.stepId, number)
    if (!contributionId) throw new Refusal('not-found')
    return { contributionId }
  }
})
