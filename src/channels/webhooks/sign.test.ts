import { describe, expect, it } from 'vitest'
import { signatureHeaders, verifySignature } from './sign.ts'

// The example of Standard Webhooks' reference libraries (github.com/standard-webhooks/standard-webhooks, tests).
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek'
const at = new Date(1614265330 * 1000)
const body = '{"test": 2432232314}'
const headers = signatureHeaders(secret, { id, at }, body)

const verify = (change: Record<string, string | undefined> = {}, text = body, now = at) =>
  verifySignature(secret, { ...headers, ...change }, text, { now })

describe('a signature', () => {
  it('is that of the published example', () => {
    expect(headers).toEqual({
      'webhook-id': id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
    })
  })

  it('is not made with a secret of another form', () => {
    for (const wrong of ['', 'whsec_', 'secret', 'whsec_not base64!', headers['webhook-id']!]) {
      expect(() => signatureHeaders(wrong, { id, at }, body)).toThrow(TypeError)
    }
  })
})

describe('verification refuses', () => {
  it('a missing header', () => {
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
      expect(verify({ [name]: undefined })).toEqual({ ok: false, code: 'header-missing' })
    }
  })

  it('a changed body, id or time', () => {
    expect(verify({}, `${body} `)).toEqual({ ok: false, code: 'signature-wrong' })
    expect(verify({ 'webhook-id': 'msg_other' })).toEqual({ ok: false, code: 'signature-wrong' })
    expect(verify({ 'webhook-timestamp': '1614265331' })).toEqual({ ok: false, code: 'signature-wrong' })
  })

  it('another secret, version or length', () => {
    const other = `whsec_${Buffer.alloc(32).toString('base64')}`
    expect(verifySignature(other, headers, body, { now: at })).toEqual({ ok: false, code: 'signature-wrong' })
    expect(verify({ 'webhook-signature': headers['webhook-signature']!.replace('v1', 'v2') }).ok).toBe(false)
    expect(verify({ 'webhook-signature': 'v1,' }).ok).toBe(false)
  })

  it('a message more than five minutes old or ahead, or with a time that is none', () => {
    const minutes = (n: number) => new Date(at.getTime() + n * 60_000)
    expect(verify({}, body, minutes(5)).ok).toBe(true)
    expect(verify({}, body, minutes(-5)).ok).toBe(true)
    expect(verify({}, body, minutes(5.1))).toEqual({ ok: false, code: 'time-out-of-range' })
    expect(verify({}, body, minutes(-5.1))).toEqual({ ok: false, code: 'time-out-of-range' })
    expect(verify({ 'webhook-timestamp': '1e9' })).toEqual({ ok: false, code: 'time-out-of-range' })
  })
})

describe('verification accepts', () => {
  it('one fitting signature among several, while a secret is being changed', () => {
    const several = `v1,AAAA ${headers['webhook-signature']} v2,BBBB`
    expect(verify({ 'webhook-signature': several })).toEqual({ ok: true, id })
  })
})
