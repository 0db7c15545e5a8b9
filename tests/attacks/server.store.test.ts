import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hostile, startAttackedServer } from './attacked-server.ts'
import type { AttackedServer } from './attacked-server.ts'
import { aHostileCall, aHostileIdea, askApi, hostileMarkdown, untilCounted } from './hostile-call.ts'
import type { HostileCall } from './hostile-call.ts'
import { dangersOf } from './page-dangers.ts'

// The server brings its own PostgreSQL: with another one for the tests, it would be the same once more.
const isAgain = process.env['MOZAIKA_TEST_POSTGRES'] !== undefined
if (isAgain) console.log('attacks on the running server: skipped, they ran with its own PostgreSQL')

describe.skipIf(isAgain)('the running server', () => {
  let server: AttackedServer
  let call: HostileCall & { contributionId: string; fileId: string }
  /** Who handed in something hostile. */
  let guest: string

  beforeAll(async () => {
    server = await startAttackedServer()
    await fill()
  }, 300_000)
  afterAll(() => server?.stop())

  async function fill(): Promise<void> {
    const { owner: cookie, organisation, secrets } = server
    const texts = {
      about: hostileMarkdown,
      privacy: hostileMarkdown,
      imprint: hostileMarkdown,
      accessibility: hostileMarkdown,
      terms: hostileMarkdown,
      address: hostile
    }
    await askApi(server, 'PATCH', `/organisations/${organisation.organisationId}`, {
      cookie,
      json: { changes: { ...texts, contactEmail: 'town@example.org' } }
    })
    const short = await aHostileCall(server, 'short', 4_000)
    await aHostileIdea(server, short, '198.51.100.76')
    await aHostileCall(server, 'draft')
    const open = await aHostileCall(server, 'where', 86_400_000)
    const idea = await aHostileIdea(server, open, '198.51.100.77')
    call = { ...open, ...idea }
    guest = idea.cookie
    secrets.push(guest.split('=')[1]!, '198.51.100.76', '198.51.100.77', 'Tkachenko')
    await untilCounted(server, short)
  }

  describe('its pages', () => {
    /** All pages that can be reached by links, with what they are. */
    async function walk(
      cookie: string,
      mostPages: number
    ): Promise<{ path: string; response: Response; html: string }[]> {
      const queue = [
        '/',
        '/en',
        '/en/me',
        `/en/calls/${call.slug}`,
        `/en/calls/${call.slug}/${call.contributionId}`,
        '/en/calls/short/result',
        '/en/nowhere'
      ]
      const seen = new Set(queue)
      const pages: { path: string; response: Response; html: string }[] = []
      for (let path = queue.shift(); path !== undefined && pages.length < mostPages; path = queue.shift()) {
        const response = await server.ask('GET', path, { cookie, address: '198.51.100.78' })
        const html = await response.text()
        pages.push({ path, response, html })
        const on = response.headers.get('location')
        if (on?.startsWith('/en/') && !seen.has(on)) queue.push(on)
        if (on) seen.add(on)
        if (!(response.headers.get('content-type') ?? '').startsWith('text/html')) continue
        for (const [, href] of html.matchAll(/<a\s(?:[^>]*\s)?href="([^"#]*)/g)) {
          const url = URL.parse(href!.replaceAll('&amp;', '&'), server.origin + path)
          // One language stands for all, and what is downloaded is looked at elsewhere.
          if (
            url?.origin !== server.origin ||
            !/^\/(en\b|$)/.test(url.pathname) ||
            /\.\w+$/.test(url.pathname)
          )
            continue
          const next = url.pathname + url.search
          if (seen.has(next)) continue
          seen.add(next)
          queue.push(next)
        }
      }
      return pages
    }

    test.each([
      ['a guest', () => '', 60],
      ['whoever wrote it', () => guest, 60],
      ['the owner, at the desk too', () => server.owner, 120]
    ])('show to %s whatever was written, run nothing of it, and ask nobody else', async (_, cookie, most) => {
      const pages = await walk(cookie(), most)
      expect(pages.length).toBeGreaterThan(12)
      for (const { path, response, html } of pages) {
        expect([path, response.status]).not.toEqual([path, 500])
        const policy =
          response.headers.get('content-security-policy') ??
          html.match(/http-equiv="content-security-policy" content="([^"]*)"/i)?.[1] ??
          ''
        expect([path, dangersOf(html, server.origin + path, policy)]).toEqual([path, []])
        expect([path, html.includes('<script>alert(1)')]).toEqual([path, false])
      }
    })

    test('carry a policy that lets nothing in, and the headers that browsers need told', async () => {
      for (const path of ['/en', `/en/calls/${call.slug}`, '/en/nowhere', '/en/sign-in']) {
        const { headers } = await server.ask('GET', path)
        const policy = headers.get('content-security-policy') ?? ''
        expect([path, policy]).toEqual([path, expect.stringContaining(`default-src 'self'`)])
        expect(policy).not.toMatch(/unsafe-|\*|https?:|blob:/)
        for (const rule of [
          `object-src 'none'`,
          `base-uri 'none'`,
          `form-action 'self'`,
          `frame-ancestors 'none'`
        ])
          expect([path, policy]).toEqual([path, expect.stringContaining(rule)])
      }
      for (const path of [
        '/en',
        '/en/nowhere',
        '/api/v1/calls',
        '/api/v1/nowhere',
        `/files/${call.callId}/${call.fileId}`,
        '/livez',
        '/'
      ]) {
        const { headers } = await server.ask('GET', path)
        expect([path, headers.get('x-content-type-options')]).toEqual([path, 'nosniff'])
        expect([path, headers.get('x-frame-options')]).toEqual([path, 'DENY'])
        expect([path, headers.get('referrer-policy')]).toEqual([path, 'same-origin'])
        expect([path, headers.get('x-powered-by') ?? headers.get('server')]).toEqual([path, null])
      }
    })

    test('believe nothing of what a stranger says about where we are', async () => {
      const headers = {
        'x-forwarded-host': 'strangers.example',
        'x-forwarded-proto': 'https',
        forwarded: 'host=strangers.example'
      }
      for (const path of ['/en', `/en/calls/${call.slug}`, '/calls', `/calls/${call.slug}/feed.atom`]) {
        const response = await server.ask('GET', path, { headers })
        expect([path, (await response.text()).includes('strangers.example')]).toEqual([path, false])
        expect(response.headers.get('location') ?? '').not.toContain('strangers.example')
      }
      const { text } = await server.raw(
        'GET /en HTTP/1.1\r\nHost: strangers.example\r\nConnection: close\r\n\r\n'
      )
      expect(text.slice(0, 12)).toBe('HTTP/1.1 200')
      expect((await (await server.ask('GET', '/en')).text()).includes('strangers.example')).toBe(false)
    })
  })

  describe('a page of another site', () => {
    const contribute = () => `/en/calls/${call.slug}?/contribute`
    const count = async () => {
      const path = `/api/v1/calls/${call.callId}/steps/${call.stepId}/contributions`
      return ((await (await server.ask('GET', path)).json()) as { items: unknown[] }).items.length
    }
    const form = () => ({
      stepId: call.stepId,
      'body.title': 'From elsewhere',
      'body.text': 'x',
      title: 'From elsewhere'
    })

    test.each([
      ['with its origin', { origin: 'https://elsewhere.example' }],
      ['with one that looks like ours', { origin: 'http://127.0.0.1.elsewhere.example' }],
      ['with none, as from a sandbox', { origin: 'null' }],
      ['in plain text', { origin: 'https://elsewhere.example', 'content-type': 'text/plain' }]
    ])('sends no form in somebody’s name %s', async (_, headers) => {
      const before = await count()
      for (const cookie of [guest, server.owner]) {
        const body = new URLSearchParams(form()).toString()
        const response = await server.ask('POST', contribute(), {
          headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers, cookie },
          body
        })
        expect(response.status).toBe(403)
        const out = await server.ask('POST', '/en/sign-out', { headers: { ...headers, cookie }, form: {} })
        expect(out.status).toBe(403)
      }
      expect(await count()).toBe(before)
      expect((await server.ask('GET', '/api/v1/me', { cookie: server.owner })).status).toBe(200)
    })

    test('does nothing through the API', async () => {
      const json = { stepId: call.stepId, body: { title: 'From elsewhere', text: '' } }
      const senders: Record<string, string>[] = [
        { origin: 'https://elsewhere.example' },
        { origin: 'null' },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' }
      ]
      for (const headers of senders) {
        const sent = { headers: { ...headers, cookie: server.owner }, json }
        const response = await server.ask('POST', `/api/v1/calls/${call.callId}/contributions`, sent)
        expect([headers, response.status]).toEqual([headers, 403])
        expect(response.headers.get('access-control-allow-origin')).toBeNull()
      }
    })

    test('reads nothing of anybody’s, and learns nothing through a redirect', async () => {
      const headers = { origin: 'https://elsewhere.example', cookie: server.owner }
      const mine = await server.ask('GET', '/api/v1/me', { headers })
      expect(mine.headers.get('access-control-allow-origin')).toBeNull()
      expect(mine.headers.get('cache-control')).toContain('no-store')
      for (const next of [
        '//elsewhere.example',
        'https://elsewhere.example',
        '/\\elsewhere.example',
        '/%09/elsewhere.example'
      ]) {
        const path = `/en/sign-in?next=${encodeURIComponent(next)}`
        const { headers: answered } = await server.ask('GET', path, { cookie: server.owner })
        const to = new URL(answered.get('location') ?? '/', server.origin)
        expect([next, to.origin]).toEqual([next, server.origin])
      }
    })
  })

  describe('a path', () => {
    test('leads out of no folder', async () => {
      const up = [
        '..',
        '%2e%2e',
        '%2E%2E',
        '.%2e',
        '..%2f..',
        '..%5c..',
        '..\\..',
        '....//',
        '%252e%252e',
        '..;',
        '%c0%ae%c0%ae'
      ]
      const roots = [
        '/files/',
        `/files/${call.callId}/`,
        '/ledger/',
        `/ledger/${call.callId}/tile/`,
        '/_app/',
        '/_app/immutable/',
        '/en/calls/',
        '/api/v1/',
        '/'
      ]
      const wanted = ['package.json', 'etc/passwd', 'server.log', 'secrets', 'postgres/postmaster.pid']
      for (const root of roots) {
        for (const step of up) {
          for (const file of wanted) {
            const path = `${root}${`${step}/`.repeat(4)}${file}`
            const { status, text } = await server.raw(
              `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`
            )
            expect([path, status < 500 && status !== 200]).toEqual([path, true])
            expect(text).not.toMatch(/"name": "mozaika"|root:x:|Mozaika is ready/)
          }
        }
      }
    })

    test('of any kind is answered, and never by a failure of ours', async () => {
      const targets = [
        '//',
        '//[',
        'http://[',
        'http://elsewhere.example/en',
        '//elsewhere.example/en',
        '/\\elsewhere.example',
        '*',
        '/%',
        '/%00',
        '/en/%ff',
        '/en/calls/%2f',
        '/en/calls/%00',
        `/${'a/'.repeat(4_000)}`,
        '/en?%',
        '/?a=%ff',
        '/__proto__',
        '/en/calls/constructor',
        '/.env',
        '/.git/config',
        '/en/../../x'
      ]
      for (const target of targets) {
        for (const host of ['x', '[', 'a b', 'x:y', '']) {
          const { status, text } = await server.raw(
            `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`
          )
          expect([target, host, status >= 200 && status < 500]).toEqual([target, host, true])
          expect(/location: (?:https?:)?\/\/(?!x\b|127\.|localhost)/i.exec(text)?.[0] ?? '').toBe('')
        }
      }
    })

    test('with a name in it cannot leave its header', async () => {
      const { headers } = await server.ask('GET', `/files/${call.callId}/${call.fileId}`)
      expect(headers.get('content-disposition')).toMatch(
        /^attachment; filename="[^"\\\r\n]*"; filename\*=UTF-8''[^\s;"]*$/
      )
      expect(headers.get('content-type')).toBe('text/plain; charset=utf-8')
      expect(headers.get('content-security-policy')).toContain('sandbox')
      expect(headers.getSetCookie()).toEqual([])
      expect(headers.get('x-evil')).toBeNull()
    })
  })

  test('what is larger than any file of ours is not read to its end', async () => {
    const form = new FormData()
    form.set('stepId', call.stepId)
    form.set('files', new Blob(['x'.repeat(12 * 1_024 * 1_024)], { type: 'text/plain' }), 'x.txt')
    const headers = { origin: server.origin, cookie: guest }
    const path = `${server.origin}/en/calls/${call.slug}?/contribute`
    // A server that stops reading may close the line before the answer is read: either says no.
    const page = await fetch(path, { method: 'POST', headers, body: form }).then(
      response => response.status,
      () => 'closed'
    )
    expect([413, 'closed']).toContain(page)
    expect((await server.ask('GET', '/livez')).status).toBe(200)
  })

  test('whoever asks too often is told how long to wait, by page and by API', async () => {
    const address = '2001:db8:77::1'
    const first = await server.ask('POST', `/api/v1/calls/${call.callId}/contributions`, {
      address,
      json: { stepId: call.stepId, body: { title: 'Number one', text: '' } }
    })
    const cookie = first.headers.getSetCookie()[0]!.split(';')[0]!
    server.secrets.push(cookie.split('=')[1]!, address)
    let last = first
    for (let n = 0; n < 25 && last.status !== 429; n++) {
      const json = { stepId: call.stepId, body: { title: `Number ${n}`, text: '' } }
      last = await server.ask('POST', `/api/v1/calls/${call.callId}/contributions`, { cookie, address, json })
    }
    expect(last.status).toBe(429)
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
    const form = { stepId: call.stepId, title: 'Once more', text: 'x' }
    const page = await server.ask('POST', `/en/calls/${call.slug}?/contribute`, { cookie, address, form })
    expect(page.status).toBe(429)
  })

  test('a token that is none is a problem document, and never a guest', async () => {
    for (const token of ['mzk_made-up', '']) {
      const refused = await server.ask('GET', '/api/v1/me', { headers: { authorization: `Bearer ${token}` } })
      expect(refused.status).toBe(401)
      expect(refused.headers.get('content-type')).toBe('application/problem+json')
      expect(refused.headers.get('www-authenticate')).toBe('Bearer')
      expect(await refused.json()).toMatchObject({ code: 'not-signed-in', status: 401 })
    }
  })

  test('the log says of a request neither who it was nor what was looked for', async () => {
    const { result } = await askApi<{ secret: string }>(server, 'POST', '/tokens', {
      cookie: server.owner,
      json: { label: 'x', scopes: ['read'], days: 1 }
    })
    server.secrets.push(result.secret, 'lookedfor', 'nobody@example.org', 'typed.wrongly', 'Kovalenko')
    await server.ask('GET', '/api/v1/calls?q=lookedfor', { token: result.secret })
    await server.ask('GET', '/en/calls?q=lookedfor', { cookie: server.owner })
    await server.ask('POST', '/en/sign-in?/link', {
      form: { email: 'nobody@example.org' },
      headers: { origin: server.origin }
    })
    await server.ask('GET', '/en/sign-in/link?token=lookedfor')
    const typed = ['/typed.wrongly@example.org', '/en/typed.wrongly@example.org', '/api/v1/typed.wrongly']
    for (const path of [
      ...typed,
      '/en/calls/Kovalenko',
      '/en/desk/Kovalenko',
      '/files/Kovalenko',
      '/ledger/Kovalenko'
    ])
      await server.ask('GET', path)
    for (const path of [...typed, '/api/auth/typed.wrongly']) await server.ask('POST', path, { json: {} })
    const lines = server
      .output()
      .split('\n')
      .filter(line => line.startsWith('{'))
    expect(lines.length).toBeGreaterThan(50)
    expect(lines.filter(line => line.includes('"path":"unmatched"')).length).toBeGreaterThan(8)
    for (const line of lines.filter(line => line.includes('"level":"info"')))
      expect(JSON.parse(line)).toMatchObject({ bytes: expect.any(Number), status: expect.any(Number) })
    for (const line of lines) {
      for (const secret of [...server.secrets, '127.0.0.1', '?'])
        expect([line, line.includes(secret)]).toEqual([line, false])
    }
    expect(lines.filter(line => line.includes('"level":"error"'))).toEqual([])
  })
})
