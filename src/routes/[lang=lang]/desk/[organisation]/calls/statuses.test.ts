import { expect, test } from 'vitest'
import type { Problem } from '#lib/core/door/refusal.ts'
import { readStatuses } from './statuses.ts'

const read = (fields: readonly (readonly [string, string])[]) => {
  const form = new FormData()
  for (const [name, value] of fields) form.append(name, value)
  const problems: Problem[] = []
  return { statuses: readStatuses(form, problems), problems }
}

test('names of statuses stand one a line under their class, and those that were there keep their ids', () => {
  const { statuses, problems } = read([
    ['statuses.accepted', 'In the budget\n\nNext year\nNext year'],
    ['statuses.done', ' Built '],
    ['statusIds', 'accepted accepted-1 Next year']
  ])
  expect(statuses).toEqual([
    { id: 'accepted-2', name: 'In the budget', class: 'accepted' },
    { id: 'accepted-1', name: 'Next year', class: 'accepted' },
    { id: 'done-1', name: 'Built', class: 'done' }
  ])
  expect(problems).toEqual([])
})

test('a name that is too long is told at its class', () => {
  expect(read([['statuses.declined', 'x'.repeat(41)]]).problems).toEqual([
    { path: 'statuses.declined', code: 'too-long', limits: { most: 40 } }
  ])
})
