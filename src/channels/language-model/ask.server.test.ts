import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { aChatServer, said } from '../../../tests/support/chat-server.ts'
import type { ChatServer } from '../../../tests/support/chat-server.ts'
import { createAsk } from './ask.server.ts'

let chat: ChatServer
beforeAll(async () => void (chat = await aChatServer()))
beforeEach(() => void (chat.heard.length = 0))
afterAll(() => chat.close())

const never = new AbortController().signal
const messages = [{ role: 'user', content: 'Benches?' }] as const
const ask = (more: { key?: string; timeoutMs?: number; url?: string; stop?: AbortSignal } = {}) =>
  createAsk(
    { url: more.url ?? chat.url, key: more.key ?? null, model: 'small' },
    more.timeoutMs ? { timeoutMs: more.timeoutMs } : {}
  )(messages, more.stop ?? never)

test('the model is asked at the very address that was configured, with the key, and its words come back', async () => {
  chat.answer = said('Benches.')
  expect(await ask({ key: 'secret-1' })).toEqual({ ok: true, text: 'Benches.' })
  expect(chat.heard[0]).toMatchObject({
    path: '/deep/v1/chat/completions?version=2',
    headers: { authorization: 'Bearer secret-1', 'content-type': 'application/json' },
    body: { model: 'small', messages }
  })
  await ask()
  expect(chat.heard[1]!.headers).not.toHaveProperty('authorization')
})

test.each([
  [401, 'not-let-in'],
  [403, 'not-let-in'],
  [404, 'refused'],
  [429, 'busy'],
  [500, 'busy'],
  [302, 'refused']
])('an answer of %i is told as %s, and nothing follows a redirect', async (status, problem) => {
  chat.answer = response =>
    void response.writeHead(status, { location: chat.url }).end('{"error":"key secret-1 is wrong"}')
  expect(await ask({ key: 'secret-1' })).toEqual({ ok: false, problem })
  expect(chat.heard).toHaveLength(1)
})

test.each([
  ['no JSON', 'hello'],
  ['JSON of something else', '{"choices":[]}'],
  ['null', 'null'],
  ['a call of a tool', '{"choices":[{"message":{"content":null}}]}']
])('%s is not understood', async (_, text) => {
  chat.answer = response => void response.end(text)
  expect(await ask()).toEqual({ ok: false, problem: 'not-understood' })
})

test('a huge answer is broken off', async () => {
  let written = 0
  chat.answer = response => {
    const more = () => {
      while (!response.destroyed && written < 200_000_000) {
        written += 65_536
        if (!response.write('x'.repeat(65_536))) return void response.once('drain', more)
      }
    }
    more()
  }
  expect(await ask()).toEqual({ ok: false, problem: 'too-long' })
  expect(written).toBeLessThan(50_000_000)
})

test('a request that is too large is not sent', async () => {
  const all = createAsk({ url: chat.url, key: null, model: 'small' })
  expect(await all([{ role: 'user', content: 'x'.repeat(300_000) }], never)).toEqual({
    ok: false,
    problem: 'too-long'
  })
  expect(chat.heard).toEqual([])
})

test('one who says nothing, or begins and never ends, is waited for so long and no longer', async () => {
  chat.answer = () => {}
  expect(await ask({ timeoutMs: 60 })).toEqual({ ok: false, problem: 'timed-out' })
  chat.answer = response => void response.write('{"choices":')
  expect(await ask({ timeoutMs: 60 })).toEqual({ ok: false, problem: 'timed-out' })
})

test('nobody there, or being stopped, is told as such', async () => {
  expect(await ask({ url: 'http://127.0.0.1:1/v1' })).toEqual({ ok: false, problem: 'not-reached' })
  chat.answer = () => {}
  const stop = new AbortController()
  const asked = ask({ stop: stop.signal })
  stop.abort()
  expect(await asked).toEqual({ ok: false, problem: 'stopped' })
})
