import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { newId } from '../../core/door/id.ts'
import type { Push } from '../../core/notification/push.server.ts'
import { sendPush } from './send-push.server.ts'
import type { Post } from './send-push.server.ts'

const pairOf = () => {
  const pair = createECDH('prime256v1')
  return { pair, publicKey: pair.generateKeys('base64url'), privateKey: pair.getPrivateKey('base64url') }
}

const browser = pairOf()
const auth = randomBytes(16).toString('base64url')
const ours = pairOf()
const keys = { publicKey: ours.publicKey, privateKey: ours.privateKey.padStart(43, 'A') }
const origin = 'https://mozaika.example'

const push: Push = {
  personId: newId(),
  language: 'uk',
  address: { endpoint: 'https://push.example/one', p256dh: browser.publicKey, auth },
  news: {
    notificationId: newId(),
    event: 'answer.published',
    because: 'author',
    facts: {},
    title: 'Лавки в парку',
    concerns: 1,
    call: { callId: newId(), slug: 'park', question: 'Яким бути парку?' },
    organisation: 'Місто',
    address: '/calls/park/1#answer',
    madeAt: new Date(),
    isNew: true
  }
}

const derived = (secret: Buffer, salt: Buffer, info: string | Buffer, length: number) =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, length))

/** Opens a message as a browser does: RFC 8188 with the keys of RFC 8291. */
function opened(message: Buffer): string {
  const salt = message.subarray(0, 16)
  const senderKey = message.subarray(21, 21 + message[20]!)
  const record = message.subarray(21 + message[20]!)
  const shared = browser.pair.computeSecret(senderKey)
  const both = Buffer.concat([Buffer.from('WebPush: info\0'), browser.pair.getPublicKey(), senderKey])
  const secret = derived(shared, Buffer.from(auth, 'base64url'), both, 32)
  const key = derived(secret, salt, 'Content-Encoding: aes128gcm\0', 16)
  const nonce = derived(secret, salt, 'Content-Encoding: nonce\0', 12)
  const cipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(record.subarray(-16))
  const padded = Buffer.concat([cipher.update(record.subarray(0, -16)), cipher.final()])
  return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8')
}

const answering = (status: number): { post: Post; sent: Parameters<Post>[] } => {
  const sent: Parameters<Post>[] = []
  return { sent, post: async (...args) => (sent.push(args), { ok: status < 300, status }) }
}

test('only the browser can open a message, which says what happened in its person’s language', async () => {
  const { post, sent } = answering(201)
  expect(await sendPush(push, { keys, origin, post })).toBe('taken')
  const [address, headers, body] = sent[0]!
  expect(address).toBe('https://push.example/one')
  expect(headers).toMatchObject({ 'Content-Encoding': 'aes128gcm', TTL: '259200' })
  expect(headers['Authorization']).toMatch(/^vapid t=.+, k=/)
  expect(body.toString('latin1')).not.toContain('park')
  expect(JSON.parse(opened(body))).toMatchObject({
    title: 'На «Лавки в парку» є відповідь',
    body: 'Яким бути парку?',
    address: '/calls/park/1#answer'
  })
})

test('an address that is gone is told from one that has a bad day', async () => {
  expect(await sendPush(push, { keys, origin, ...answering(410) })).toBe('gone')
  expect(await sendPush(push, { keys, origin, ...answering(404) })).toBe('gone')
  expect(await sendPush(push, { keys, origin, ...answering(503) })).toBe('failed')
})

test('keys that no browser has are given up before anything is sent', async () => {
  const { post, sent } = answering(201)
  const broken = { ...push, address: { ...push.address, p256dh: 'A'.repeat(87) } }
  expect(await sendPush(broken, { keys, origin, post })).toBe('gone')
  expect(sent).toEqual([])
})
