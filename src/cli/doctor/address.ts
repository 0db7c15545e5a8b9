import type { Config } from '../../config.ts'
import { thought, well, wrong } from './check.ts'
import type { Finding } from './check.ts'

const localNames = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Whether links, cookies, passkeys and limits will work under the address that people use. */
export function checkAddress(
  config: Pick<Config, 'origin' | 'hasPublicAddress' | 'trustedProxies'>
): Finding[] {
  const { origin, hasPublicAddress, trustedProxies } = config
  const { protocol, hostname } = new URL(origin)
  const isHttps = protocol === 'https:'
  const hasProxy = trustedProxies.length > 0
  if (!hasPublicAddress) {
    if (hasProxy)
      return [
        wrong(
          'TRUSTED_PROXY is set and MOZAIKA_URL is not.',
          `Links in letters would lead to ${origin}: set MOZAIKA_URL to the address people use, such as https://ideas.example.org`
        )
      ]
    return [
      thought(
        `No public address is set: links and passkeys are for ${origin} alone.`,
        'Before others take part, set MOZAIKA_URL to the address they use.'
      )
    ]
  }
  if (!isHttps && !localNames.has(hostname)) {
    return [
      wrong(
        `MOZAIKA_URL=${origin} is not https.`,
        'Passkeys do not work, and cookies and passwords travel readable: put a proxy with a certificate in front, and set MOZAIKA_URL to its https address.'
      )
    ]
  }
  if (isHttps && !hasProxy) {
    return [
      wrong(
        `MOZAIKA_URL=${origin} is https, which a proxy must provide, and TRUSTED_PROXY is not set.`,
        'All people would share the address of the proxy, and its limits: set TRUSTED_PROXY to the network of the proxy, such as TRUSTED_PROXY=10.0.0.0/8, or to loopback.'
      )
    ]
  }
  const everybody = trustedProxies.find(network => /\/0+$/.test(network))
  if (everybody !== undefined) {
    return [
      wrong(
        `TRUSTED_PROXY=${everybody} trusts every address.`,
        'Anyone could say to come from any address, and no limit would hold: name the network of your proxy alone.'
      )
    ]
  }
  return [
    well(
      `People reach this installation at ${origin}${hasProxy ? `, through ${trustedProxies.join(', ')}` : ''}.`
    )
  ]
}
