import { expect, test } from 'vitest'
import { canBeGivenInCall, hasRole, mayHandOut, roles } from './rules.ts'
import type { Role } from './rules.ts'

const held = (...list: Role[]) => new Set(list)

test('nobody holds a role without having been given one', () => {
  for (const role of roles) expect(hasRole(held(), role)).toBe(false)
})

test('a moderator is no organiser, and an organiser no owner', () => {
  expect(hasRole(held('moderator'), 'organiser')).toBe(false)
  expect(hasRole(held('organiser'), 'owner')).toBe(false)
})

test('an owner is an organiser, a moderator and an analyst too', () => {
  for (const role of ['organiser', 'moderator', 'analyst'] as const)
    expect(hasRole(held('owner'), role)).toBe(true)
})

test('nobody is a juror but who was named one', () => {
  expect(hasRole(held('owner', 'organiser', 'moderator', 'analyst'), 'juror')).toBe(false)
  expect(hasRole(held('juror'), 'juror')).toBe(true)
})

test('one of several wanted roles is enough', () => {
  expect(hasRole(held('analyst'), 'moderator', 'analyst')).toBe(true)
})

test('no role wanted means nobody may', () => {
  expect(hasRole(held('owner'))).toBe(false)
})

test('only ownership cannot be given for one call', () => {
  expect(roles.filter(role => !canBeGivenInCall(role))).toEqual(['owner'])
})

test('an organiser hands out the roles below, and only an owner those of owners and organisers', () => {
  const handedOut = (holder: Role) => roles.filter(role => mayHandOut(held(holder), role))
  expect(handedOut('moderator')).toEqual([])
  expect(handedOut('organiser')).toEqual(['moderator', 'juror', 'analyst'])
  expect(handedOut('owner')).toEqual([...roles])
})
