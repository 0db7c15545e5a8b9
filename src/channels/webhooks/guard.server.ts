import { lookup } from 'node:dns/promises'
import type { LookupAddress, LookupOptions } from 'node:dns'
import { isLoopbackAddress, isPublicAddress } from './public-address.ts'

export interface GuardOptions {
  /** Unencrypted addresses too. */
  allowHttp?: boolean
  /** This machine too: for tests and for trying things out at home. */
  allowLoopback?: boolean
  /** The ports that may be asked; without it 80, 443 and all from 1024 on, which keeps mail and shells out. */
  ports?: readonly number[]
  /** Resolves a name to all its addresses. */
  resolve?: (name: string) => Promise<LookupAddress[]>
}

export type GuardRefusal =
  | 'address-malformed'
  | 'scheme-refused'
  | 'port-refused'
  | 'name-not-found'
  /** The name leads, by one of its addresses at least, to where outsiders must not send us. */
  | 'address-refused'

export type Guarded = { ok: true; url: URL; lookup: PinnedLookup } | { ok: false; code: GuardRefusal }

type Found = (error: Error | null, address: string | LookupAddress[], family?: number) => void
type PinnedLookup = (name: string, options: LookupOptions, found: Found) => void

/**
 * Decides whether an address given by an outsider may be asked, and pins what was decided.
 *
 * The name is resolved once, here; the connection must be made with the returned `lookup`, which knows the judged
 * addresses only. A name that answers differently a moment later (DNS rebinding) therefore changes nothing. One
 * forbidden address among several refuses the name.
 */
export async function guardAddress(address: string, options: GuardOptions = {}): Promise<Guarded> {
  const { allowHttp = false, allowLoopback = false, ports, resolve = resolveAll } = options
  const url = URL.parse(address)
  if (!url || url.hostname === '' || url.username !== '' || url.password !== '')
    return refuse('address-malformed')
  if (url.protocol !== 'https:' && !(allowHttp && url.protocol === 'http:')) return refuse('scheme-refused')
  if (!mayUsePort(portOf(url), ports)) return refuse('port-refused')
  const found = await resolve(url.hostname.replace(/^\[|\]$/g, '')).catch(() => [])
  if (found.length === 0) return refuse('name-not-found')
  const isAllowed = (one: LookupAddress) =>
    isPublicAddress(one.address) || (allowLoopback && isLoopbackAddress(one.address))
  if (!found.every(isAllowed)) return refuse('address-refused')
  return { ok: true, url, lookup: pinnedTo(found) }
}

const resolveAll = (name: string) => lookup(name, { all: true })

function refuse(code: GuardRefusal): Guarded {
  return { ok: false, code }
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
}

function mayUsePort(port: number, ports: readonly number[] | undefined): boolean {
  return ports ? ports.includes(port) : port === 80 || port === 443 || port >= 1024
}

/** Answers like `dns.lookup`, from what is known: all addresses where they are asked for, else the first. */
function pinnedTo(found: readonly LookupAddress[]): PinnedLookup {
  return (_, { all }, done) => {
    const [{ address, family }] = found as [LookupAddress]
    if (all) done(null, [...found])
    else done(null, address, family)
  }
}
