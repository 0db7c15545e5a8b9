import { isIPv4, isIPv6 } from 'node:net'
import ipaddr from 'ipaddr.js'

type IPv4 = InstanceType<typeof ipaddr.IPv4>
type IPv6 = InstanceType<typeof ipaddr.IPv6>

/**
 * Whether an IP address belongs to the public internet, so that an outsider may have us talk to it.
 *
 * Private, loopback, link-local, shared (CGNAT), multicast, unspecified, documentation and other special addresses do
 * not, nor do the addresses at which clouds tell machines their secrets. An IPv4 address inside an IPv6 one (mapped,
 * NAT64, 6to4) is judged itself. Whatever is not known to be public is not.
 */
export function isPublicAddress(text: string): boolean {
  const address = parse(text)
  if (!address) return false
  return address.kind() === 'ipv4' ? isPublicV4(address as IPv4) : isPublicV6(address as IPv6)
}

/** 127.0.0.0/8 and ::1. */
export function isLoopbackAddress(text: string): boolean {
  const address = parse(text)
  if (!address) return false
  const end = address.kind() === 'ipv6' ? (embeddedV4(address as IPv6) ?? address) : address
  return end.range() === 'loopback'
}

/**
 * The library takes shortened numbers (1.2.3) and reads ::8.8.8.8 as if it were mapped; a connection would go elsewhere.
 * So only whole addresses pass, IPv6 in the one spelling that is all hexadecimal. A zone (`%eth0`) is local by nature.
 */
function parse(text: string): IPv4 | IPv6 | null {
  if (isIPv4(text)) return ipaddr.IPv4.parse(text)
  const spelled = isIPv6(text) ? URL.parse(`http://[${text}]`)?.hostname.slice(1, -1) : undefined
  return spelled === undefined ? null : ipaddr.IPv6.parse(spelled)
}

/** Azure answers machines at this address, though it lies in public space. */
const azureHost = '168.63.129.16'

function isPublicV4(address: IPv4): boolean {
  return address.range() === 'unicast' && address.toString() !== azureHost
}

/** What is routed worldwide today: 2000::/3. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

function isPublicV6(address: IPv6): boolean {
  const embedded = embeddedV4(address)
  if (embedded) return isPublicV4(embedded)
  return address.match(globalUnicast) && address.range() === 'unicast'
}

const nat64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96')

/** The IPv4 address that packets to this one end up at, where there is one. */
function embeddedV4(address: IPv6): IPv4 | null {
  const bytes = address.toByteArray()
  if (address.isIPv4MappedAddress() || address.match(nat64)) return new ipaddr.IPv4(bytes.slice(12))
  if (address.range() === '6to4') return new ipaddr.IPv4(bytes.slice(2, 6))
  return null
}
