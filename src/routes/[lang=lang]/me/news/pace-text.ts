import type { Pace } from '#lib/core/notification/rules.ts'
import { m } from '#lib/locales/paraglide/messages.js'

/** How often letters come, in words. */
export const paceText = (pace: Pace): string => paceTexts[pace]()

const paceTexts: Readonly<Record<Pace, () => string>> = {
  'at-once': m.news_pace_at_once,
  daily: m.news_pace_daily,
  weekly: m.news_pace_weekly,
  never: m.news_pace_never
}
