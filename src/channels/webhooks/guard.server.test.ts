import type { LookupAddress } from 'node:dns'
import { describe, expect, it } from 'vitest'
import { guardAddress, type GuardOptions } from './guard.server.ts'

const somewhere: LookupAddress = { address: '93.184.216.34', family: 4 }
const elsewhere: LookupAddress = { address: '2606:2800:220:1::1', family: 6 }

const leadingTo =
  (...found: LookupAddress[]) =>
  () =>
    Promise.resolve(found)

async function codeOf(
  address: string,
  options: GuardOptions = { resolve: leadingTo(somewhere) }
): Promise<string> {
  const guarded = await guardAddress(address, options)
  return guarded.ok ? 'ok' : guarded.code
}

describe('refused addresses', () => {
  it.each([
    '',
    'example.org',
    'https://',
    'https://me@example.org',
    'https://me:secret@example.org/',
    'https://a b/'
  ])('are malformed or carry a name: %j', async address => {
    expect(await codeOf(address)).toBe('address-malformed')
  })

  it.each([
    'http://example.org',
    'ftp://example.org',
    'file://host/etc/passwd',
    'gopher://example.org',
    'ws://example.org'
  ])('are not https: %s', async address => {
    expect(await codeOf(address)).toBe('scheme-refused')
  })

  it('are of a scheme beyond http even where http is allowed', async () => {
    expect(await codeOf('ftp://example.org', { allowHttp: true })).toBe('scheme-refused')
  })

  it.each(['https://example.org:22', 'https://example.org:25', 'https://example.org:993'])(
    'have a port that is kept for other things: %s',
    async address => {
      expect(await codeOf(address)).toBe('port-refused')
    }
  )

  it('have a port that is not on the list', async () => {
    const options = { ports: [443], resolve: leadingTo(somewhere) }
    expect(await codeOf('https://example.org:8443', options)).toBe('port-refused')
    expect(await codeOf('https://example.org', options)).toBe('ok')
  })

  it('have a name nobody knows', async () => {
    expect(await codeOf('https://nobody.example', { resolve: leadingTo() })).toBe('name-not-found')
    expect(
      await codeOf('https://nobody.example', { resolve: () => Promise.reject(new Error('ENOTFOUND')) })
    ).toBe('name-not-found')
  })

  it.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://169.254.169.254/latest/meta-data/',
    'https://[fd00:ec2::254]/',
    'https://①②⑦.0.0.1/',
    'https://0/'
  ])('are numbers of places that are not public, however written: %s', async address => {
    expect(await codeOf(address, {})).toBe('address-refused')
  })

  it('have a public address and one that is not', async () => {
    const inside: LookupAddress = { address: '10.0.0.5', family: 4 }
    expect(await codeOf('https://mixed.example', { resolve: leadingTo(somewhere, inside) })).toBe(
      'address-refused'
    )
  })

  it('lead into the network even where this machine is allowed', async () => {
    const options = { allowLoopback: true, resolve: leadingTo({ address: '192.168.0.1', family: 4 }) }
    expect(await codeOf('https://router.example', options)).toBe('address-refused')
  })
})

describe('an allowed address', () => {
  it('may be this machine only where that is allowed', async () => {
    const resolve = leadingTo({ address: '127.0.0.1', family: 4 })
    expect(await codeOf('https://localhost:8443', { resolve })).toBe('address-refused')
    expect(await codeOf('https://localhost:8443', { resolve, allowLoopback: true })).toBe('ok')
  })

  it('is pinned: whatever the connection asks for, it gets the judged addresses', async () => {
    const answers = [[somewhere, elsewhere], [{ address: '127.0.0.1', family: 4 }]]
    const guarded = await guardAddress('https://rebinding.example', {
      resolve: () => Promise.resolve(answers.shift()!)
    })
    if (!guarded.ok) throw new Error(guarded.code)
    const asked: unknown[] = []
    guarded.lookup('rebinding.example', { all: true }, (...answer) => asked.push(answer))
    guarded.lookup('rebinding.example', {}, (...answer) => asked.push(answer))
    expect(asked).toEqual([
      [null, [somewhere, elsewhere]],
      [null, somewhere.address, 4]
    ])
    expect(answers).toHaveLength(1)
  })
})
