import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { forgottenGuestCookie, guestCookie, readClaim, readGuestCookie, sealClaim } from './guest-cookie.ts'

const key = randomBytes(32)
const personId = '01890a5d-ac96-774b-bcce-b302099a8057'
const value = (setCookie: string) => setCookie.split(';')[0]!

test('a guest without a cookie is nobody yet', () => {
  expect(readGuestCookie(key, null)).toBeNull()
  expect(readGuestCookie(key, 'theme=dark')).toBeNull()
})

test('a cookie that was changed, cut or made with another key is no cookie', () => {
  const made = value(guestCookie(key, personId, true))
  const forged = [
    made.replace('0189', '0188'),
    made.slice(0, -1),
    made.slice(0, -4) + 'AAAA',
    `mozaika_guest=${personId}`,
    `mozaika_guest=${personId}.`,
    'mozaika_guest=.',
    `mozaika_guest=${'x'.repeat(5_000)}`,
    value(guestCookie(randomBytes(32), personId, true))
  ]
  for (const cookie of forged) expect(readGuestCookie(key, cookie)).toBeNull()
})

test('a guest is known again by the cookie, among others too', () => {
  const made = value(guestCookie(key, personId, false))
  expect(readGuestCookie(key, made)).toBe(personId)
  expect(readGuestCookie(key, `a=1; ${made}; b=2`)).toBe(personId)
})

test('the cookie is kept from scripts and other sites, for a year, and from plain http where there is https', () => {
  expect(guestCookie(key, personId, true)).toMatch(
    /; Path=\/; HttpOnly; SameSite=Lax; Max-Age=31536000; Secure$/
  )
  expect(guestCookie(key, personId, false)).not.toContain('Secure')
  expect(forgottenGuestCookie(true)).toContain('Max-Age=0')
})

const soon = new Date(2_000)
const now = new Date(1_000)

test('a claim that has ended proves nothing', () => {
  expect(readClaim(key, sealClaim(key, personId, soon), soon)).toBeNull()
})

test('a claim from a letter is no cookie', () => {
  expect(readGuestCookie(key, `mozaika_guest=${sealClaim(key, personId, soon)}`)).toBeNull()
})

test('a guest is proven by the cookie of the browser or by a letter in time', () => {
  expect(readClaim(key, sealClaim(key, personId, soon), now)).toBe(personId)
  expect(readClaim(key, value(guestCookie(key, personId, true)).split('=')[1]!, now)).toBe(personId)
})

test('rubbish proves nothing', () => {
  for (const proof of ['', '.', 'x', `${personId}.${personId}`]) expect(readClaim(key, proof, now)).toBeNull()
})
