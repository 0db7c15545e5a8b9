import { expect, it } from 'vitest'
import { Limits, networkOf } from './limits.ts'

const guest = (address: string, personId: string | null = null) =>
  ({ kind: 'guest', personId, address }) as const

it('refuses the one too many and says how long to wait', () => {
  let now = 0
  const limits = new Limits(() => now)
  for (let n = 0; n < 6; n++) limits.take('x', 6, guest(`198.51.100.${n}`, 'ann'))
  expect(() => limits.take('x', 6, guest('198.51.100.9', 'ann'))).toThrow(
    expect.objectContaining({ code: 'too-many', facts: { seconds: 10 } })
  )
  now = 10_000
  limits.take('x', 6, guest('198.51.100.9', 'ann'))
})

it('counts an address ten times as generously as a person', () => {
  const limits = new Limits(() => 0)
  for (let n = 0; n < 20; n++) limits.take('x', 2, guest('198.51.100.1'))
  expect(() => limits.take('x', 2, guest('198.51.100.1'))).toThrow('too-many')
  limits.take('x', 2, guest('198.51.100.2'))
})

it('takes an IPv6 customer for one, whatever address out of the /64 is used', () => {
  expect(networkOf('2001:db8:1:2:aaaa::1')).toBe(networkOf('2001:db8:1:2:bbbb::2'))
  expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'))
  expect(networkOf('::ffff:198.51.100.1')).toBe('198.51.100.1')
  expect(networkOf('rubbish')).toBe('unknown')
})

it('does not limit our own jobs', () => {
  const limits = new Limits(() => 0)
  for (let n = 0; n < 100; n++) limits.take('x', 1, { kind: 'system', job: 'j', personId: null })
})
