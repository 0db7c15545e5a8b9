import { localTimeOf, readLocalTime } from '#lib/core/call/local-time.ts'
import type { Problem } from '#lib/core/door/refusal.ts'
import { textOf } from '../../../../form.ts'

/**
 * The moment that a field of local time holds; null where it is empty or wrong, which is added to the problems. The
 * form also brings the moment as it was (`….was`): a time nobody touched stays the same to the second, also in the hour
 * that comes twice.
 */
export function readTime(form: FormData, name: string, zone: string, problems: Problem[]): string | null {
  const text = textOf(form, name)
  if (text === undefined) return null
  const was = textOf(form, `${name}.was`)
  if (was !== undefined && shown(was, zone) === text) return was
  const time = readLocalTime(text, zone)
  switch (time.kind) {
    case 'moment':
      return time.at
    case 'skipped':
      problems.push({
        path: name,
        code: 'time-skipped',
        limits: { time: text.slice(11, 16), next: time.next }
      })
      return null
    case 'twice':
      problems.push({ path: name, code: 'time-twice', limits: { time: text.slice(11, 16) } })
      return null
    case 'malformed':
      problems.push({ path: name, code: 'not-datetime' })
      return null
  }
}

function shown(moment: string, zone: string): string | undefined {
  try {
    return localTimeOf(moment, zone)
  } catch {
    return undefined
  }
}
