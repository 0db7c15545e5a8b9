import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

export const guestCookieName = 'mozaika_guest'

const aYear = 365 * 24 * 60 * 60

/** The Set-Cookie value by which a guest is known again for a year from the last act. */
export function guestCookie(key: Buffer, personId: string, secure: boolean): string {
  return cookie(seal(key, 'guest', personId), aYear, secure)
}

/** The Set-Cookie value that makes a browser forget the guest it was. */
export const forgottenGuestCookie = (secure: boolean): string => cookie('', 0, secure)

/** Who the guest of a Cookie header is; null for none, and for one that we did not make. */
export function readGuestCookie(key: Buffer, cookieHeader: string | null): string | null {
  const value = cookieHeader && findCookie(cookieHeader, guestCookieName)
  return value ? unseal(key, 'guest', value) : null
}

/**
 * Proves to `person.claim-guest` that its bearer is that guest: the guest's cookie value, or for a letter a value of
 * its own that ends at `until`, so that a letter which lies about cannot be used as a cookie.
 */
export const sealClaim = (key: Buffer, guestId: string, until: Date): string =>
  seal(key, 'claim', `${guestId}.${until.getTime()}`)

/** The guest that a proof names; null when it is forged or has ended. */
export function readClaim(key: Buffer, proof: string, now: Date): string | null {
  const guest = unseal(key, 'guest', proof)
  if (guest) return guest
  const claim = unseal(key, 'claim', proof)
  if (!claim) return null
  const [guestId, until] = claim.split('.') as [string, string]
  return Number(until) > now.getTime() ? guestId : null
}

/** The value of the first cookie of that name, as it stands. */
export function findCookie(header: string, name: string): string | undefined {
  for (const part of header.split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return undefined
}

function seal(key: Buffer, purpose: 'guest' | 'claim', text: string): string {
  return `${text}.${mac(key, purpose, text).toString('base64url')}`
}

function unseal(key: Buffer, purpose: 'guest' | 'claim', value: string): string | null {
  const at = value.lastIndexOf('.')
  if (at < 1 || value.length > 200) return null
  const text = value.slice(0, at)
  const given = Buffer.from(value.slice(at + 1), 'base64url')
  const right = mac(key, purpose, text)
  return given.length === right.length && timingSafeEqual(given, right) ? text : null
}

const mac = (key: Buffer, purpose: string, text: string): Buffer =>
  createHmac('sha256', secretOf(key)).update(`mozaika/${purpose}/1\0${text}`).digest()

/** Keys as the library wants them: making one costs five times a signature, and every request brings a cookie. */
const secrets = new WeakMap<Buffer, KeyObject>()

function secretOf(key: Buffer): KeyObject {
  const secret = secrets.get(key) ?? createSecretKey(key)
  secrets.set(key, secret)
  return secret
}

const cookie = (value: string, maxAge: number, secure: boolean): string =>
  `${guestCookieName}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${secure ? '; Secure' : ''}`
