import { createHash } from 'node:crypto'
import { AwsClient } from 'aws4fetch'
import { checkKeyType, typeOfKey } from './key.ts'
import type { FileStorage } from './storage.server.ts'

export interface S3Options {
  /** Address of the service, such as `https://s3.example.org`; the bucket is added to its path. */
  endpoint: string
  bucket: string
  region: string
  keyId: string
  secret: string
  /** How long to wait for the head of an answer, in milliseconds. */
  timeoutMs?: number
}

/**
 * Files in a bucket of any service that speaks S3, addressed by path (`endpoint/bucket/key`), which all of them take.
 * Answers of 5xx and 429 are tried again, three times. Any other answer than success is thrown as an `Error` that
 * names the request and the status.
 */
export function s3Storage({
  endpoint,
  bucket,
  region,
  keyId,
  secret,
  timeoutMs = 30_000
}: S3Options): FileStorage {
  const client = new AwsClient({
    accessKeyId: keyId,
    secretAccessKey: secret,
    region,
    service: 's3',
    retries: 3
  })
  const base = `${endpoint.replace(/\/+$/, '')}/${bucket}`

  async function request(
    method: 'GET' | 'PUT' | 'DELETE',
    key: string,
    init: RequestInit = {}
  ): Promise<Response> {
    const late = new AbortController()
    // Only the wait for the head is limited: a body may be read as slowly as the person's connection is.
    const timer = setTimeout(
      () => late.abort(new Error(`S3 did not answer ${method} ${key} in time`)),
      timeoutMs
    )
    try {
      const response = await client.fetch(`${base}/${key}`, {
        ...init,
        method,
        redirect: 'manual',
        signal: late.signal
      })
      if (response.ok || response.status === 404) return response
      await response.body?.cancel()
      throw new Error(`S3 answered ${method} ${key} with ${response.status}`)
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    async put(key, bytes, type) {
      checkKeyType(key, type)
      const headers = {
        'content-type': type,
        // Signed, so that a byte changed on the way is refused even without TLS.
        'x-amz-content-sha256': createHash('sha256').update(bytes).digest('hex')
      }
      const response = await request('PUT', key, { headers, body: bytes as Uint8Array<ArrayBuffer> })
      await response.body?.cancel()
      if (response.status === 404) throw new Error(`S3 has no bucket ${bucket}`)
    },

    async get(key) {
      const type = typeOfKey(key)
      const response = await request('GET', key)
      if (response.status === 404 || !response.body) {
        await response.body?.cancel()
        return null
      }
      return { stream: response.body, type, size: Number(response.headers.get('content-length')) }
    },

    async delete(key) {
      typeOfKey(key)
      const response = await request('DELETE', key)
      await response.body?.cancel()
    }
  }
}
