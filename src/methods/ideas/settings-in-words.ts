import { m } from '../../locales/paraglide/messages.js'
import { formatList, formatNumber } from '../../ui/format.ts'
import type { SettingInWords } from '../parts.ts'
import { settings } from './settings.ts'
import type { Settings } from './settings.ts'

/** What an organiser chose, for those who take part. */
export function settingsInWords(raw: unknown): SettingInWords[] {
  const chosen = settings.parse(raw)
  const { themes, budget, files } = chosen
  const said: (SettingInWords | null)[] = [
    themes.length > 0
      ? { label: m.ideas_set_themes(), text: formatList(themes.map(theme => theme.label)) }
      : null,
    { label: m.ideas_words_guests(), text: guestsText(chosen) },
    { label: m.ideas_set_respond(), text: respondTexts[chosen.respond]() },
    {
      label: m.ideas_words_budget(),
      text: budget === null ? m.ideas_words_no_limit() : formatNumber(budget)
    },
    { label: m.ideas_set_ranking(), text: rankingTexts[chosen.ranking](chosen.halfLifeDays) },
    {
      label: m.ideas_set_totals(),
      text: chosen.totals === 'always' ? m.ideas_set_totals_always() : m.ideas_set_totals_after()
    },
    {
      label: m.ideas_set_moderation(),
      text: chosen.moderation === 'after' ? m.ideas_set_moderation_after() : m.ideas_set_moderation_before()
    },
    { label: m.ideas_words_length(), text: lengthText(chosen) },
    files > 0
      ? { label: m.ideas_words_files(), text: m.ideas_words_files_most({ count: formatNumber(files) }) }
      : null,
    { label: m.ideas_set_place(), text: placeText(chosen) }
  ]
  return said.filter(one => one !== null)
}

const respondTexts: Readonly<Record<Settings['respond'], () => string>> = {
  support: m.ideas_set_respond_support,
  score: m.ideas_set_respond_score
}

const rankingTexts: Readonly<Record<Settings['ranking'], (halfLifeDays: number) => string>> = {
  plain: () => `${m.ideas_set_plain()}: ${m.ideas_set_plain_hint()}`,
  decaying: count => m.ideas_words_fading({ count }),
  wilson: () => `${m.ideas_set_wilson()}: ${m.ideas_set_wilson_hint()}`
}

function guestsText({ guests }: Settings): string {
  if (guests.contribute)
    return guests.respond ? m.ideas_words_guests_both() : m.ideas_words_guests_contribute()
  return guests.respond ? m.ideas_words_guests_respond() : m.ideas_words_guests_none()
}

function lengthText({ titleMax, textMax, textRequired }: Settings): string {
  const lengths = { title: formatNumber(titleMax), text: formatNumber(textMax) }
  if (textMax === 0) return m.ideas_words_length_title({ title: lengths.title })
  return textRequired ? m.ideas_words_length_required(lengths) : m.ideas_words_length_text(lengths)
}

function placeText({ place, placePrecision }: Settings): string {
  if (place === 'none') return m.ideas_set_place_none()
  const asked = place === 'optional' ? m.ideas_set_place_optional() : m.ideas_set_place_required()
  const precision = {
    exact: m.ideas_set_precision_exact,
    street: m.ideas_set_precision_street,
    district: m.ideas_set_precision_district
  }[placePrecision]()
  return m.ideas_words_place_shown({ asked, precision })
}
