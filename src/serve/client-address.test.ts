import { expect, it } from 'vitest'
import { clientAddress } from './client-address.ts'

it('ignores what a client claims when no proxy is trusted', () => {
  expect(clientAddress([])('203.0.113.7', '198.51.100.1')).toBe('203.0.113.7')
})

it('ignores what a stranger claims when only our proxy is trusted', () => {
  expect(clientAddress(['10.0.0.0/8'])('203.0.113.7', '198.51.100.1')).toBe('203.0.113.7')
})

it('takes the last address that no trusted proxy added', () => {
  const address = clientAddress(['loopback', '10.0.0.0/8'])
  expect(address('127.0.0.1', '6.6.6.6, 203.0.113.7, 10.0.0.3')).toBe('203.0.113.7')
  expect(address('::ffff:127.0.0.1', '203.0.113.7:4711')).toBe('203.0.113.7')
  expect(address('::1', '[2001:db8::7]:443')).toBe('2001:db8::7')
})

it('falls back to the proxy when the header is rubbish', () => {
  expect(clientAddress(['loopback'])('127.0.0.1', 'unknown, -')).toBe('127.0.0.1')
})
