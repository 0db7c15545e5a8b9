import { createHash, randomBytes } from 'node:crypto'

/** `mzk_` and 32 random bytes: found by secret scanners, guessed by nobody. */
export const newSecret = (): string => `mzk_${randomBytes(32).toString('base64url')}`

export const isSecret = (text: string): boolean => /^mzk_[A-Za-z0-9_-]{43}$/.test(text)

/** What is kept of a secret. It has 256 bits of its own, so a plain hash is enough. */
export const hashOfSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest()

export const longestDays = 365
