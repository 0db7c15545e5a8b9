import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { Refusal } from './refusal.ts'
import { addressOf } from './who.ts'
import type { Who } from './who.ts'

/** How much more than one person one address may do: a school or a library sits behind one. */
const addressShare = 10
/** Buckets of one generation; two are kept. */
const generation = 100_000

interface Bucket {
  left: number
  at: number
}

/**
 * Token buckets by person and by address, in this process's memory. An IPv6 customer owns a /64, so that is what counts.
 * Several processes each keep their own: a limit is then as many times as generous, which is no loss of correctness
 * (budgets and uniqueness are constraints in the database).
 */
export class Limits {
  #recent = new Map<string, Bucket>()
  #older = new Map<string, Bucket>()
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** Takes one; throws `too-many` with the seconds to wait. Our own jobs and the operator are not limited. */
  take(name: string, perMinute: number, who: Who): void {
    const address = addressOf(who)
    if (address === null) return
    if (who.personId) this.#takeOne(`${name} ${who.personId}`, perMinute)
    this.#takeOne(`${name} ${networkOf(address)}`, perMinute * addressShare)
  }

  #takeOne(key: string, perMinute: number): void {
    const now = this.#now()
    const bucket = this.#recent.get(key) ?? this.#older.get(key) ?? { left: perMinute, at: now }
    bucket.left = Math.min(perMinute, bucket.left + ((now - bucket.at) / 60_000) * perMinute)
    bucket.at = now
    this.#keep(key, bucket)
    if (bucket.left < 1) {
      throw new Refusal('too-many', { facts: { seconds: Math.ceil(((1 - bucket.left) * 60) / perMinute) } })
    }
    bucket.left -= 1
  }

  /**
   * Who has not come since the generation before the last is forgotten. A map in order of last use would do the same
   * more exactly, but taking a key out and putting it back costs ever more as the map grows (0.1 ms at 200 000 keys).
   */
  #keep(key: string, bucket: Bucket): void {
    this.#recent.set(key, bucket)
    if (this.#recent.size < generation) return
    this.#older = this.#recent
    this.#recent = new Map()
  }
}

const networks = new Map<string, string>()

/** The network an address is counted by: an IPv4 address, or the /64 of an IPv6 one. */
export function networkOf(address: string): string {
  const known = networks.get(address)
  if (known !== undefined) return known
  if (networks.size > 10_000) networks.clear()
  const network = parseNetwork(address)
  networks.set(address, network)
  return network
}

function parseNetwork(address: string): string {
  const version = isIP(address)
  if (version === 4) return address
  if (version === 0) return 'unknown'
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return (
    (parsed as ipaddr.IPv6).parts
      .slice(0, 4)
      .map(part => part.toString(16))
      .join(':') + '::/64'
  )
}
