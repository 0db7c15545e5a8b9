import ipaddr from 'ipaddr.js'

type Range = readonly [ipaddr.IPv4 | ipaddr.IPv6, number]

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
  const isTrusted = (address: string) => {
    if (!ipaddr.isValid(address)) return false
    const parsed = ipaddr.process(address)
    return ranges.some(
      ([network, bits]) =>
        network.kind() === parsed.kind() && (parsed as ipaddr.IPv4).match(network as ipaddr.IPv4, bits)
    )
  }
  return (remote, forwarded) => {
    const connection = plain(remote ?? '')
    if (ranges.length === 0 || !forwarded || !isTrusted(connection)) return connection
    const hops = forwarded
      .split(',')
      .map(hop => plain(hop.trim()))
      .filter(hop => ipaddr.isValid(hop))
    return hops.findLast(hop => !isTrusted(hop)) ?? hops[0] ?? connection
  }
}

function parseRange(network: string): Range {
  if (network.includes('/')) return ipaddr.parseCIDR(network)
  const address = ipaddr.parse(network)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}

/** Without a port, brackets or an IPv4 address in IPv6 clothes. */
function plain(address: string): string {
  const bare = address.replace(/^\[([^\]]+)\](:\d+)?$/, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
  return ipaddr.isValid(bare) ? ipaddr.process(bare).toString() : bare
}
