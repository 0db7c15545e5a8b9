import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createRawServer, type AddressInfo, type Server as RawServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { deliver, type DeliveryOptions } from './deliver.server.ts'
import { createSend } from './send.server.ts'
import { verifySignature } from './sign.ts'

const message = {
  id: 'delivery-1',
  at: new Date(),
  secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}`
}
const open: DeliveryOptions = { allowHttp: true, allowLoopback: true, timeoutMs: 5_000 }
const servers: (Server | RawServer)[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections()
    await new Promise(closed => server.close(closed))
  }
})

async function listening(server: Server | RawServer): Promise<number> {
  servers.push(server)
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
  return (server.address() as AddressInfo).port
}

const serving = (listener: RequestListener) => listening(createServer(listener))

const answering = (status: number, headers: Record<string, string> = {}) =>
  serving((_, response) => void response.writeHead(status, headers).end())

const to = (port: number, options = open) =>
  deliver(`http://127.0.0.1:${port}/hook`, '{"a":"ї"}', message, options)

describe('a delivery', () => {
  it('posts the payload signed, so that the receiver can verify it', async () => {
    const got = Promise.withResolvers<{ request: IncomingMessage; body: string }>()
    const port = await serving(async (request, response) => {
      const parts: Buffer[] = []
      for await (const part of request) parts.push(part as Buffer)
      response.writeHead(204).end()
      got.resolve({ request, body: Buffer.concat(parts).toString() })
    })
    expect(await to(port)).toEqual({ ok: true, status: 204, code: 'delivered' })
    const { request, body } = await got.promise
    expect(request.method).toBe('POST')
    expect(request.headers['content-type']).toBe('application/json')
    expect(verifySignature(message.secret, request.headers, body)).toEqual({ ok: true, id: 'delivery-1' })
  })

  it('is told apart by how it ended', async () => {
    expect(await to(await answering(410))).toEqual({ ok: false, status: 410, code: 'gone' })
    expect(await to(await answering(500))).toEqual({ ok: false, status: 500, code: 'refused' })
    expect(await to(await answering(404))).toEqual({ ok: false, status: 404, code: 'refused' })
  })

  it('tells when the receiver wants to be asked again, at most a day ahead', async () => {
    const waits = [
      ['120', 120_000],
      ['999999', 86_400_000],
      ['Wed, 21 Oct 2015 07:28:00 GMT', 0]
    ] as const
    for (const [retryAfter, retryAfterMs] of waits) {
      const port = await answering(503, { 'retry-after': retryAfter })
      expect(await to(port)).toEqual({ ok: false, status: 503, code: 'refused', retryAfterMs })
    }
    expect(await to(await answering(503, { 'retry-after': 'soon' }))).not.toHaveProperty('retryAfterMs')
  })

  it('follows no redirect', async () => {
    let asked = 0
    const inside = await serving((_, response) => void response.end(String((asked += 1))))
    const port = await answering(307, { location: `http://127.0.0.1:${inside}/` })
    expect(await to(port)).toEqual({ ok: false, status: 307, code: 'redirected' })
    expect(asked).toBe(0)
  })

  it('goes to the address that was judged, though the name leads elsewhere by now', async () => {
    let resolved = 0
    const hosts: (string | undefined)[] = []
    const port = await serving((request, response) => {
      hosts.push(request.headers.host)
      response.end()
    })
    const resolve = () =>
      Promise.resolve([{ address: (resolved += 1) === 1 ? '127.0.0.1' : '127.9.9.9', family: 4 }])
    const options = { ...open, resolve }
    const delivery = await deliver(`http://rebinding.example:${port}/`, '{}', message, options)
    expect(delivery.code).toBe('delivered')
    expect(resolved).toBe(1)
    expect(hosts).toEqual([`rebinding.example:${port}`])
  })

  it('is refused by the guard before anything is sent', async () => {
    let asked = 0
    const port = await serving((_, response) => void response.end(String((asked += 1))))
    expect(await to(port, { allowHttp: true })).toEqual({ ok: false, code: 'address-refused' })
    expect(await to(port, {})).toEqual({ ok: false, code: 'scheme-refused' })
    expect(asked).toBe(0)
  })

  it('is given up when there is no answer in time, nor a name', async () => {
    const silent = await serving(() => {})
    const hurried = { ...open, timeoutMs: 50 }
    expect(await to(silent, hurried)).toEqual({ ok: false, code: 'timed-out' })
    const resolve = () => new Promise<never>(() => {})
    expect(await to(silent, { ...hurried, resolve })).toEqual({ ok: false, code: 'timed-out' })
  })

  it('needs no more than the head of the answer: endless bodies are broken off', async () => {
    const ended = Promise.withResolvers<void>()
    const port = await serving((_, response) => {
      const pour = () => {
        while (response.write('x'.repeat(65_536)));
      }
      response.on('drain', pour)
      response.on('close', ended.resolve)
      pour()
    })
    expect(await to(port)).toEqual({ ok: true, status: 200, code: 'delivered' })
    await ended.promise
  })

  it('tells broken connections from broken TLS', async () => {
    const breaking = await listening(createRawServer(socket => socket.destroy()))
    expect(await to(breaking)).toEqual({ ok: false, code: 'not-reached' })
    const rubbish = await listening(createRawServer(socket => void socket.resume().end('SSH-2.0-x\r\n')))
    expect(await to(rubbish)).toEqual({ ok: false, code: 'not-reached' })
    const plain = await answering(200)
    expect(await deliver(`https://127.0.0.1:${plain}/`, '{}', message, open)).toEqual({
      ok: false,
      code: 'not-secure'
    })
  })
})

describe('the way out of the dispatcher', () => {
  it('says whether it was delivered and how it ended in one line', async () => {
    const send = createSend(open)
    const port = await answering(503)
    const { secret } = message
    expect(
      await send({ url: `http://127.0.0.1:${port}/`, secret }, { id: 'delivery-2', body: '{}' })
    ).toEqual({
      delivered: false,
      answer: 'refused: status 503'
    })
    expect(await send({ url: 'https://10.0.0.1/', secret }, { id: 'delivery-2', body: '{}' })).toEqual({
      delivered: false,
      answer: 'address-refused'
    })
  })
})
