import { expect, it } from 'vitest'
import type { CallFields } from '#lib/core/call/input.ts'
import { movedUp, withNewStep, withoutStep } from './arrange.ts'

const step = (slug: string, closesAt: string | null = null) => ({
  slug,
  title: slug,
  method: 'ideas',
  settings: {},
  opensAt: null,
  closesAt
})
const aCall = (...slugs: string[]) => ({ steps: slugs.map(slug => step(slug)) }) as unknown as CallFields
const slugsOf = ({ steps }: CallFields) => steps.map(({ slug }) => slug)

it('a new step follows the last, opens when that closes and takes no other step’s name', () => {
  const call = { steps: [step('step-2', '2026-11-02T16:00:00Z')] } as unknown as CallFields
  const added = withNewStep(call)
  expect(slugsOf(added)).toEqual(['step-2', 'step-3'])
  expect(added.steps[1]).toMatchObject({ opensAt: '2026-11-02T16:00:00Z', closesAt: null })
  expect(slugsOf(withNewStep(aCall()))).toEqual(['step-1'])
})

it('a step moves up by one; the first stays where it is', () => {
  expect(slugsOf(movedUp(aCall('a', 'b', 'c'), 2))).toEqual(['a', 'c', 'b'])
  expect(slugsOf(movedUp(aCall('a', 'b'), 0))).toEqual(['a', 'b'])
  expect(slugsOf(movedUp(aCall('a', 'b'), 7))).toEqual(['a', 'b'])
})

it('a step is taken out; one that is not there changes nothing', () => {
  expect(slugsOf(withoutStep(aCall('a', 'b'), 0))).toEqual(['b'])
  expect(slugsOf(withoutStep(aCall('a', 'b'), -1))).toEqual(['a', 'b'])
})
