import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { checkAddress } from './address.ts'
import { checkDataFolder, checkNode } from './machine.ts'
import { checkLanguageModel, checkMail, checkS3 } from './reach.ts'

const folder = mkdtempSync(join(tmpdir(), 'mozaika-doctor-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('an old Node is wrong', () => {
  expect(checkNode('v22.1.0')).toMatchObject({ state: 'wrong' })
  expect(checkNode('v24.0.0')).toMatchObject({ state: 'well' })
})

describe('the address', () => {
  const check = (origin: string, hasPublicAddress: boolean, trustedProxies: string[] = []) =>
    checkAddress({ origin, hasPublicAddress, trustedProxies })

  test.each([
    ['http://localhost:3000', false, [], 'thought', 'MOZAIKA_URL'],
    ['http://localhost:3000', false, ['loopback'], 'wrong', 'MOZAIKA_URL'],
    ['http://ideas.example.org', true, [], 'wrong', 'https'],
    ['https://ideas.example.org', true, [], 'wrong', 'TRUSTED_PROXY'],
    ['https://ideas.example.org', true, ['0.0.0.0/0'], 'wrong', 'your proxy alone'],
    ['https://ideas.example.org', true, ['10.0.0.0/8', '::/0'], 'wrong', 'your proxy alone']
  ])('%s (public: %s, proxies: %j) is %s', (origin, isPublic, proxies, state, hint) => {
    const [finding] = check(origin, isPublic, proxies)
    expect(finding).toMatchObject({ state, hint: expect.stringContaining(hint) })
  })

  test('is well behind a proxy with https, and on this machine alone', () => {
    expect(check('https://ideas.example.org', true, ['10.0.0.0/8'])).toMatchObject([{ state: 'well' }])
    expect(check('http://localhost:8080', true)).toMatchObject([{ state: 'well' }])
  })
})

describe('the data folder', () => {
  test('is well when it can be written, and may be missing', () => {
    chmodSync(folder, 0o700)
    expect(checkDataFolder(folder)[0]).toMatchObject({ state: 'well' })
    expect(checkDataFolder(join(folder, 'a', 'b'))[0]).toMatchObject({
      state: 'well',
      text: expect.stringContaining('will be made')
    })
  })

  test('is worth a thought when others can look into it', () => {
    chmodSync(folder, 0o755)
    expect(checkDataFolder(folder)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ state: 'thought', hint: expect.stringContaining('chmod 700') })
      ])
    )
  })
})

describe('the mail server', () => {
  test('answers, or is no mail server, or does not answer', async () => {
    expect(await checkMailAt('220 mail.example ESMTP\r\n')).toMatchObject({ state: 'well' })
    expect(await checkMailAt('HTTP/1.1 400 Bad Request\r\n')).toMatchObject({ state: 'wrong' })
    expect(await checkMail('smtp://user:secret@127.0.0.1:1')).toMatchObject({ state: 'wrong' })
    expect(JSON.stringify(await checkMail('smtp://user:secret@127.0.0.1:1'))).not.toContain('secret')
  })

  test('that is not set is worth a thought', async () => {
    expect(await checkMail(null)).toMatchObject({ state: 'thought' })
  })
})

test('an S3 that does not answer is wrong', async () => {
  const s3 = { endpoint: 'http://127.0.0.1:1', bucket: 'files', region: 'auto', keyId: 'k', secret: 's' }
  expect(await checkS3(s3)).toMatchObject({ state: 'wrong' })
  expect(await checkS3(null)).toMatchObject({ state: 'well' })
})

test('a language model is knocked at and asked nothing; none is well', async () => {
  expect(await checkLanguageModel(null)).toMatchObject({ state: 'well' })
  const at = (url: string) => checkLanguageModel({ url, key: 'hunter2', model: 'small' })
  const away = await at('http://127.0.0.1:1/v1/chat/completions')
  expect(away).toMatchObject({ state: 'wrong', hint: expect.stringContaining('LLM_URL') })
  expect(JSON.stringify(away)).not.toContain('hunter2')
  let heard = ''
  const server = createServer(socket => void socket.on('data', data => (heard += String(data))))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  expect(await at(`http://127.0.0.1:${port}/v1/chat/completions`)).toMatchObject({ state: 'well' })
  expect(await at(`http://127.0.0.1:${port}/v1`)).toMatchObject({ state: 'thought' })
  server.close()
  expect(heard).toBe('')
})

async function checkMailAt(greeting: string) {
  const server = createServer(socket => void socket.on('error', () => {}).end(greeting))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return checkMail(`smtp://127.0.0.1:${port}`).finally(() => server.close())
}
