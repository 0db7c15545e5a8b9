import { describe, expect, it } from 'vitest'
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

it('counts the wait down while it lasts', () => {
  let now = 1_000_000
  const limits = new Limits(() => now)
  for (let n = 0; n < 6; n++) limits.take('x', 6, guest('198.51.100.1', 'ann'))
  now += 4_000
  expect(() => limits.take('x', 6, guest('198.51.100.1', 'ann'))).toThrow(
    expect.objectContaining({ facts: { seconds: 6 } })
  )
  now += 6_000
  limits.take('x', 6, guest('198.51.100.1', 'ann'))
})

it('gives no more than a minute’s worth after any rest', () => {
  let now = 0
  const limits = new Limits(() => now)
  limits.take('x', 2, guest('198.51.100.1', 'ann'))
  now = 3_600_000
  for (let n = 0; n < 2; n++) limits.take('x', 2, guest('198.51.100.1', 'ann'))
  expect(() => limits.take('x', 2, guest('198.51.100.1', 'ann'))).toThrow('too-many')
})

it('counts each person and each kind of act apart', () => {
  const limits = new Limits(() => 0)
  limits.take('x', 1, guest('198.51.100.1', 'ann'))
  limits.take('x', 1, guest('198.51.100.1', 'ben'))
  limits.take('y', 1, guest('198.51.100.1', 'ann'))
  expect(() => limits.take('x', 1, guest('198.51.100.1', 'ann'))).toThrow('too-many')
})

it('counts an address ten times as generously as a person', () => {
  const limits = new Limits(() => 0)
  for (let n = 0; n < 20; n++) limits.take('x', 2, guest('198.51.100.1'))
  expect(() => limits.take('x', 2, guest('198.51.100.1'))).toThrow('too-many')
  limits.take('x', 2, guest('198.51.100.2'))
})

it('forgets those who stayed away while a crowd came, and remembers those who came again', () => {
  const limits = new Limits(() => 0)
  const crowd = (name: string) => {
    for (let n = 0; n < 100_000; n++) limits.take('many', 1_000_000, guest('198.51.100.1', `${name}${n}`))
  }
  for (const person of ['ann', 'ben']) limits.take('x', 1, guest('198.51.100.1', person))
  crowd('first')
  expect(() => limits.take('x', 1, guest('198.51.100.1', 'ben'))).toThrow('too-many')
  crowd('second')
  expect(() => limits.take('x', 1, guest('198.51.100.1', 'ben'))).toThrow('too-many')
  limits.take('x', 1, guest('198.51.100.1', 'ann'))
})

describe('the network an address is counted by', () => {
  it('is the /64 of an IPv6 customer, whatever address out of it is used', () => {
    expect(networkOf('2001:db8:1:2:aaaa::1')).toBe('2001:db8:1:2::/64')
    expect(networkOf('2001:db8:1:2:bbbb::2')).toBe('2001:db8:1:2::/64')
    expect(networkOf('2001:db8:1:3::1')).toBe('2001:db8:1:3::/64')
  })

  it('is an IPv4 address itself, also where it comes in the clothes of IPv6', () => {
    expect(networkOf('198.51.100.1')).toBe('198.51.100.1')
    expect(networkOf('::ffff:198.51.100.1')).toBe('198.51.100.1')
  })

  it('is one for all that is no address', () => {
    expect(networkOf('rubbish')).toBe('unknown')
  })
})

it('does not limit our own jobs', () => {
  const limits = new Limits(() => 0)
  for (let n = 0; n < 100; n++) limits.take('x', 1, { kind: 'system', job: 'j', personId: null })
})
