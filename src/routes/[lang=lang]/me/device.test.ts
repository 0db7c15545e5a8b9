import { expect, it } from 'vitest'
import { deviceOf } from './device.ts'

it('a browser is named by its own name, not by those it claims to be', () => {
  expect(deviceOf('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe(
    'Firefox, Linux'
  )
  expect(
    deviceOf(
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0'
    )
  ).toBe('Edge, Windows')
  expect(
    deviceOf(
      'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36'
    )
  ).toBe('Chrome, Android')
  expect(
    deviceOf(
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/604.1'
    )
  ).toBe('Safari, iOS')
})

it('what nobody knows has no name', () => {
  expect(deviceOf('curl/8.5.0')).toBeNull()
  expect(deviceOf('')).toBeNull()
})
