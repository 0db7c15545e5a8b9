import { expect, it } from 'vitest'
import { timeline } from './timeline.ts'

const day = 86_400_000
const now = Date.UTC(2026, 10, 23, 12)
const at = (days: number) => new Date(now + days * day).toISOString()
const call = (wish: object) => ({
  state: 'open',
  openedAt: at(-10),
  concludedAt: null,
  answerOn: '2027-01-30',
  timeZone: 'Europe/Kyiv',
  steps: [
    { title: 'Ideas', state: 'open' as const, opensAt: null, closesAt: at(9.5) },
    { title: 'Vote', state: 'waiting' as const, opensAt: at(12), closesAt: at(20) }
  ],
  ...wish
})

it('leads from the question through the steps to the answer', () => {
  expect(timeline(call({}), now)).toEqual([
    { title: 'Question', when: '13 November 2026', state: 'done' },
    { title: 'Ideas', when: '9 days left', state: 'now' },
    { title: 'Vote', when: 'from 5 December 2026', state: 'next' },
    { title: 'Answer', when: '30 January 2027', state: 'next' }
  ])
})

it('owes the answer once all steps have closed, and has it once the call is concluded', () => {
  const steps = [{ title: 'Ideas', state: 'closed' as const, opensAt: null, closesAt: at(-1) }]
  expect(timeline(call({ state: 'closed', steps }), now).map(stage => stage.state)).toEqual([
    'done',
    'done',
    'now'
  ])
  const concluded = timeline(call({ state: 'concluded', concludedAt: at(0), steps }), now)
  expect(concluded.at(-1)).toEqual({ title: 'Answer', when: '23 November 2026', state: 'done' })
})

it('of a draft stands at the question', () => {
  expect(timeline(call({ state: 'draft', openedAt: null }), now)[0]).toEqual({
    title: 'Question',
    when: '',
    state: 'now'
  })
})
