import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { text } from './hostile-files.ts'
import { s3Storage } from './s3-storage.server.ts'
import { readStored, type FileStorage } from './storage.server.ts'

/** As much of S3 as is used: objects by path, a signature required, and a count of answers to spoil. */
const bucket = {
  objects: new Map<string, { body: Buffer; type: string | undefined }>(),
  requests: [] as string[],
  spoil: [] as number[]
}
let server: Server
let storage: FileStorage

beforeEach(async () => {
  bucket.objects.clear()
  bucket.requests.length = bucket.spoil.length = 0
  server = createServer((request, response) => void answer(request, response))
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const endpoint = `http://127.0.0.1:${port}/`
  storage = s3Storage({ endpoint, bucket: 'mosaic', region: 'eu-test-1', keyId: 'KEYID', secret: 'SECRET' })
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise(closed => server.close(closed))
})

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const body = Buffer.concat(parts)
  const path = request.url ?? ''
  bucket.requests.push(`${request.method} ${path}`)
  const spoiled = bucket.spoil.shift()
  if (spoiled) return void response.writeHead(spoiled).end()
  const { authorization = '' } = request.headers
  const signed =
    /^AWS4-HMAC-SHA256 Credential=KEYID\/\d{8}\/eu-test-1\/s3\/aws4_request, .*Signature=[0-9a-f]{64}$/
  if (!signed.test(authorization) || !path.startsWith('/mosaic/')) return void response.writeHead(403).end()
  if (request.method === 'PUT') {
    const hash = createHash('sha256').update(body).digest('hex')
    if (request.headers['x-amz-content-sha256'] !== hash) return void response.writeHead(400).end()
    bucket.objects.set(path, { body, type: request.headers['content-type'] })
    return void response.writeHead(200).end()
  }
  if (request.method === 'DELETE') {
    bucket.objects.delete(path)
    return void response.writeHead(204).end()
  }
  const object = bucket.objects.get(path)
  if (!object) return void response.writeHead(404).end('<Error/>')
  response.writeHead(200, { 'content-length': object.body.length }).end(object.body)
}

it('an object is put signed, with the hash of its bytes and its type', async () => {
  await storage.put('picture-1.webp', text('bytes'), 'image/webp')
  expect(bucket.objects.get('/mosaic/picture-1.webp')).toEqual({
    body: Buffer.from('bytes'),
    type: 'image/webp'
  })
})

it('an object is got as a stream with type and size, and null when missing', async () => {
  await storage.put('picture-1.webp', text('bytes'), 'image/webp')
  const file = await storage.get('picture-1.webp')
  expect(file).toMatchObject({ type: 'image/webp', size: 5 })
  await file?.stream.cancel()
  expect(await readStored(storage, 'picture-1.webp')).toEqual(text('bytes'))
  expect(await storage.get('missing-1.webp')).toBeNull()
})

it('an object is deleted, and deleting it again succeeds', async () => {
  await storage.put('report-1.pdf', text('bytes'), 'application/pdf')
  await storage.delete('report-1.pdf')
  await storage.delete('report-1.pdf')
  expect(bucket.objects.size).toBe(0)
})

it('a key is checked before anything is sent', async () => {
  await expect(storage.get('../other-bucket/secret.txt')).rejects.toThrow(TypeError)
  await expect(storage.put('picture-1.webp', text('x'), 'image/jpeg')).rejects.toThrow(TypeError)
  expect(bucket.requests).toEqual([])
})

it('a passing fault of the service is tried again', async () => {
  bucket.spoil = [503, 500]
  await storage.put('picture-1.webp', text('bytes'), 'image/webp')
  expect(bucket.requests).toHaveLength(3)
})

it('a refusal is thrown with the request and the status, without the secret', async () => {
  bucket.spoil = [403]
  await expect(storage.get('picture-1.webp')).rejects.toThrow('S3 answered GET picture-1.webp with 403')
})

it('a redirect is not followed, since the next host would see the signed request', async () => {
  bucket.spoil = [307]
  await expect(storage.put('picture-1.webp', text('x'), 'image/webp')).rejects.toThrow('with 307')
})

it('a missing bucket is an error when putting', async () => {
  bucket.spoil = [404]
  await expect(storage.put('picture-1.webp', text('x'), 'image/webp')).rejects.toThrow('no bucket mosaic')
})
