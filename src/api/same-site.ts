import type { IncomingHttpHeaders } from 'node:http'
import type { Who } from '../core/door/who.ts'
import { RequestProblem } from './request-problem.ts'

/**
 * Refuses what a page of another site made a browser send: a browser adds our cookies to it, and the address it comes
 * from says nothing of what its person wants. Programs with a token carry no cookie and are not asked.
 *
 * @returns whether a page of ours sent it, as far as a browser says so.
 */
export function checkSameSite(headers: IncomingHttpHeaders, who: Who, origin: string): boolean {
  if (who.kind === 'token') return false
  const sender = senderOf(headers, origin)
  const hasCookie = headers.cookie !== undefined
  if (sender === 'other' || (sender === 'unsaid' && hasCookie)) {
    throw new RequestProblem(
      'cross-site',
      sender === 'other'
        ? 'This came from a page of another site, which may not act for people here.'
        : 'With a cookie, a request must say where it comes from: send the header Origin, or use a token instead.'
    )
  }
  return sender === 'own'
}

function senderOf(headers: IncomingHttpHeaders, origin: string): 'own' | 'other' | 'unsaid' {
  const site = headers['sec-fetch-site']
  // `none` is a person's own doing, such as a bookmark; no page can cause it.
  if (site !== undefined) return site === 'same-origin' || site === 'none' ? 'own' : 'other'
  const sender = headers.origin
  if (sender === undefined) return 'unsaid'
  // Without a public address people come by whatever name this machine has for them; the browser sets both headers.
  const isOwn = sender === origin || (URL.parse(sender)?.host ?? '') === headers.host
  return isOwn ? 'own' : 'other'
}
