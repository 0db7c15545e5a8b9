import type { Problem } from '#lib/core/door/refusal.ts'
import { readTime, writeTime } from '#lib/core/exchange/call-file/local-time.ts'
import { textOf } from '#lib/routes/form.ts'

/** A moment as the clocks of a zone show it, as a field for local times wants it: `2026-11-02T18:00`. */
export const wallTimeOf = (moment: string, zone: string): string =>
  writeTime(new Date(moment), zone).slice(0, 16)

/**
 * The moment that a field of local time holds; null where it is empty or wrong, which is added to the problems. The
 * form also brings the moment as it was (`….was`): a time nobody touched stays the same to the second, also in the hour
 * that comes twice.
 */
export function readMoment(form: FormData, name: string, zone: string, problems: Problem[]): string | null {
  const text = textOf(form, name)
  if (text === undefined) return null
  const was = textOf(form, `${name}.was`)
  if (was !== undefined && isShownAs(was, zone, text)) return was
  const time = readTime(text, zone, new Date())
  if (time.ok) return time.at.toISOString()
  const { ok: _, code, ...limits } = time
  problems.push({ path: name, code, limits })
  return null
}

function isShownAs(moment: string, zone: string, text: string): boolean {
  try {
    return wallTimeOf(moment, zone) === text
  } catch {
    return false
  }
}
