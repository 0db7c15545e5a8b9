import type { Method } from '../../core/method.ts'
import { idea } from './contribution.ts'
import type { Idea } from './contribution.ts'
import { response } from './response.ts'
import type { Reply } from './response.ts'
import { defaults, settings } from './settings.ts'
import type { Settings } from './settings.ts'
import { statements } from './statements.ts'
import { tally, weight } from './tally.ts'

/** Ideas: what should be done? Everybody hands in, everybody supports, the ranking says what most want. */
export const ideas = {
  id: 'ideas',
  answerable: true,
  singles: 'everybody',
  settings,
  defaults,
  rules: chosen => ({
    contribute: chosen.guests.contribute ? 'guests' : 'confirmed',
    respond: chosen.guests.respond ? 'guests' : 'confirmed',
    totals: chosen.totals,
    moderation: chosen.moderation,
    files: chosen.files,
    place: chosen.place,
    placePrecision: chosen.placePrecision,
    themes: chosen.themes,
    budget: chosen.budget,
    responseKind: chosen.respond
  }),
  contribution: idea,
  response,
  title: body => body.title,
  text: body => body.text,
  theme: body => body.theme ?? null,
  weight,
  statements,
  tally
} satisfies Method<Settings, Idea, Reply>
