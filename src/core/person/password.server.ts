export const shortestPassword = 10
export const longestPassword = 128

/**
 * Hashing with scrypt takes about 34 MB and a thread of the pool for a good while, so few run at a time and not many
 * wait: a flood of sign-ins must not take the memory and the threads that everything else needs.
 */
const mostRunning = 2
const mostWaiting = 64

let running = 0
const waiting: (() => void)[] = []

/** Read when it is needed: the schemas of acts know the limits above, and not every process hashes. */
const crypto = () => import('better-auth/crypto')

export const hashInTurn = (password: string): Promise<string> =>
  inTurn(async () => (await crypto()).hashPassword(password))

export const verifyInTurn = (given: { hash: string; password: string }): Promise<boolean> =>
  inTurn(async () => (await crypto()).verifyPassword(given))

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting.length >= mostWaiting) {
    const { APIError } = await import('better-auth/api')
    throw new APIError('SERVICE_UNAVAILABLE')
  }
  if (running >= mostRunning) await new Promise<void>(resolve => waiting.push(resolve))
  else running += 1
  try {
    return await work()
  } finally {
    // The place is handed over, so `running` stays as it is while somebody waits.
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
