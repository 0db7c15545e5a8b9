import { expect, it } from 'vitest'
import { isLoopbackAddress, isPublicAddress } from './public-address.ts'

it.each([
  ['unspecified', '0.0.0.0', '0.1.2.3', '::'],
  ['loopback', '127.0.0.1', '127.255.0.9', '::1'],
  [
    'private',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    'fc00::1',
    'fd12:3456::1',
    'fec0::1'
  ],
  ['link-local', '169.254.0.1', 'fe80::1', 'fe80::1%eth0', 'febf::1'],
  [
    'secrets of clouds',
    '169.254.169.254',
    'fd00:ec2::254',
    '100.100.100.200',
    '192.0.0.192',
    '168.63.129.16'
  ],
  ['shared', '100.64.0.1', '100.127.255.255'],
  ['multicast and broadcast', '224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1'],
  ['reserved and for documentation', '192.0.2.1', '198.18.0.1', '198.51.100.7', '203.0.113.9', '240.0.0.1'],
  ['reserved in IPv6', '2001:db8::1', '3fff::1', '100::1', '2001:10::1', '2001:20::1', '5f00::1', '4000::1'],
  ['tunnels that hide where they end', '2001::1', '64:ff9b:1::1', '::ffff:0:8.8.8.8'],
  ['mapped', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:a9fe:a9fe', '::ffff:100.64.0.1'],
  ['compatible', '::127.0.0.1', '::10.0.0.1', '::8.8.8.8'],
  ['NAT64', '64:ff9b::127.0.0.1', '64:ff9b::a9fe:a9fe', '64:ff9b::192.168.0.1'],
  ['6to4', '2002:7f00:1::', '2002:a9fe:a9fe::1', '2002:c0a8:101::1', '2002:0a00:0001::1'],
  ['no address', '', 'localhost', 'example.org', '1.2.3', '300.1.1.1', ':::']
])('%s is not public', (_, ...addresses) => {
  for (const address of addresses) expect(isPublicAddress(address), address).toBe(false)
})

it('what is routed worldwide is public, carried inside IPv6 too', () => {
  const addresses = [
    '8.8.8.8',
    '93.184.216.34',
    '172.15.0.1',
    '172.32.0.1',
    '100.63.0.1',
    '100.128.0.1',
    '169.253.0.1'
  ]
  addresses.push(
    '2606:2800:220:1::1',
    '2a00:1450:4001::8',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
    '2002:0808:0808::1'
  )
  for (const address of addresses) expect(isPublicAddress(address), address).toBe(true)
})

it('loopback is this machine only, mapped into IPv6 too', () => {
  for (const address of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])
    expect(isLoopbackAddress(address)).toBe(true)
  for (const address of ['128.0.0.1', '10.0.0.1', '::2', 'fe80::1', 'localhost']) {
    expect(isLoopbackAddress(address)).toBe(false)
  }
})
