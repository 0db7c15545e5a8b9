import { describe, expect, test } from 'vitest'
import { discoverabilities, joinings, questionId, splitChange, visibilities } from './rules.ts'
import type { Circle } from './rules.ts'

const all: Circle[] = visibilities.flatMap(visibility =>
  discoverabilities.flatMap(discoverability =>
    joinings.map(joining => ({ visibility, discoverability, joining }))
  )
)

const widths = ({ visibility, discoverability, joining }: Circle) => [
  visibilities.indexOf(visibility),
  discoverabilities.indexOf(discoverability),
  joinings.indexOf(joining)
]

describe('a change of how open a group is', () => {
  test('never makes it wider at once, whatever it was and is wanted to be', () => {
    for (const before of all)
      for (const wanted of all) {
        const { now } = splitChange(before, wanted)
        expect(widths(now).every((width, n) => width <= widths(before)[n]!)).toBe(true)
        expect(widths(now).every((width, n) => width <= widths(wanted)[n]!)).toBe(true)
      }
  })

  test('is proposed exactly where something would be wider', () => {
    for (const before of all)
      for (const wanted of all) {
        const isWider = widths(wanted).some((width, n) => width > widths(before)[n]!)
        expect(splitChange(before, wanted).proposed !== null).toBe(isWider)
      }
  })
})

test('a question with other words is another question', () => {
  expect(questionId({ text: 'Where do you live?' })).not.toBe(questionId({ text: 'Where do you work?' }))
})
