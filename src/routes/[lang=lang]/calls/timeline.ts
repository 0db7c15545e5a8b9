import { m } from '#lib/locales/paraglide/messages.js'
import { formatDay, formatSpan } from '#lib/ui/format.ts'

interface Stage {
  readonly title: string
  readonly when: string
  readonly state: 'done' | 'now' | 'next'
}

interface Timed {
  readonly state: string
  readonly openedAt: string | null
  readonly concludedAt: string | null
  readonly answerOn: string | null
  readonly timeZone: string
  readonly steps: readonly {
    readonly title: string
    readonly state: 'waiting' | 'open' | 'closed'
    readonly opensAt: string | null
    readonly closesAt: string | null
  }[]
}

/** Where a call is: from its question through its steps to the answer. `now` is the clock, for "9 days left". */
export function timeline(call: Timed, now: number): Stage[] {
  const day = (moment: string) => formatDay(moment, call.timeZone)
  const steps = call.steps.map((step): Stage => {
    switch (step.state) {
      case 'waiting':
        return {
          title: step.title,
          state: 'next',
          when: step.opensAt ? m.call_from_day({ date: day(step.opensAt) }) : ''
        }
      case 'open':
        return {
          title: step.title,
          state: 'now',
          when: step.closesAt ? leftUntil(step.closesAt, now) : m.call_open_now()
        }
      case 'closed':
        return {
          title: step.title,
          state: 'done',
          when: step.closesAt ? m.call_until_day({ date: day(step.closesAt) }) : ''
        }
    }
  })
  const answered = call.state === 'concluded'
  return [
    {
      title: m.call_stage_question(),
      when: call.openedAt ? day(call.openedAt) : '',
      state: call.openedAt ? 'done' : 'now'
    },
    ...steps,
    {
      title: m.call_stage_answer(),
      when:
        answered && call.concludedAt
          ? day(call.concludedAt)
          : call.answerOn
            ? calendarDay(call.answerOn)
            : '',
      state: answered ? 'done' : call.state === 'closed' ? 'now' : 'next'
    }
  ]
}

/** "9 days left" */
export const leftUntil = (moment: string, now: number): string =>
  m.call_left({ span: formatSpan(Math.max(0, new Date(moment).getTime() - now)) })

/** A day of the calendar, `2027-01-30`, which is the same day everywhere. */
export const calendarDay = (date: string): string => formatDay(`${date}T12:00:00Z`, 'UTC')
