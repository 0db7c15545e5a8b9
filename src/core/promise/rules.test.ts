import { expect, test } from 'vitest'
import { patience, promiseState } from './rules.ts'

const running = { daysOver: -3, isConcluded: false, isCancelled: false }
const concluded = { ...running, isConcluded: true }

test('a promise is kept when the call was concluded by the end of the promised day', () => {
  expect(promiseState(concluded)).toBe('kept')
  expect(promiseState({ ...concluded, daysOver: 0 })).toBe('kept')
  expect(promiseState({ ...concluded, daysOver: 1 })).toBe('late')
  expect(promiseState({ ...concluded, daysOver: 400 })).toBe('late')
})

test('a promise runs until the end of its day, is late after it, and broken when patience is out', () => {
  expect(promiseState(running)).toBe('running')
  expect(promiseState({ ...running, daysOver: 0 })).toBe('running')
  expect(promiseState({ ...running, daysOver: 1 })).toBe('late')
  expect(promiseState({ ...running, daysOver: patience })).toBe('late')
  expect(promiseState({ ...running, daysOver: patience + 1 })).toBe('broken')
})

test('a call that was cancelled broke its promise, whatever the day', () => {
  expect(promiseState({ ...running, isCancelled: true })).toBe('broken')
})

test('a call that named no day runs until it is concluded', () => {
  expect(promiseState({ ...running, daysOver: null })).toBe('running')
  expect(promiseState({ ...concluded, daysOver: null })).toBe('kept')
})
