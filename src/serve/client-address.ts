import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Range = readonly [Address, number]

const words: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']
}

/**
 * Tells the address of a client: that of the connection, or, where the connection comes from a proxy we trust, the last
 * address in `X-Forwarded-For` that no trusted proxy added. Whatever an untrusted client writes there is ignored.
 */
export function clientAddress(
  trusted: readonly string[]
): (remote: string | undefined, forwarded: string | undefined) => string {
  const ranges = trusted.flatMap(network => words[network] ?? [network]).map(parseRange)
  const isTrusted = (address: Address) =>
    ranges.some(
      ([network, bits]) =>
        network.kind() === address.kind() && (address as ipaddr.IPv4).match(network as ipaddr.IPv4, bits)
    )
  // Behind a proxy all connections come from it.
  let last = { remote: '', connection: null as Address | null, isTrusted: false }
  const connectionFrom = (remote: string) => {
    if (last.remote !== remote) {
      const connection = parse(remote)
      last = { remote, connection, isTrusted: connection !== null && isTrusted(connection) }
    }
    return last
  }
  return (remote = '', forwarded) => {
    const { connection, isTrusted: mayForward } = connectionFrom(remote)
    if (connection === null) return remote
    if (!forwarded || !mayForward) return connection.toString()
    const hops = forwarded.split(',').flatMap(hop => parse(bare(hop.trim())) ?? [])
    return (hops.findLast(hop => !isTrusted(hop)) ?? hops[0] ?? connection).toString()
  }
}

function parseRange(network: string): Range {
  if (network.includes('/')) return ipaddr.parseCIDR(network)
  const address = ipaddr.parse(network)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}

/** An IPv4 address in IPv6 clothes is taken out of them; null for what is no address. */
const parse = (text: string): Address | null => (isIP(text) === 0 ? null : ipaddr.process(text))

/** Without a port and brackets. */
const bare = (text: string): string =>
  text.replace(/^\[([^\]]+)\](:\d+)?$/, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
