import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { AwsClient } from 'aws4fetch'
import type { Config, LanguageModelConfig } from '../../config.ts'
import { thought, well, wrong } from './check.ts'
import type { Finding } from './check.ts'

const timeoutMs = 5_000

/** Whether the mail server answers; nothing is sent and nobody signs in. */
export async function checkMail(smtpUrl: string | null): Promise<Finding> {
  if (smtpUrl === null) {
    return thought(
      'No mail server is set: letters are kept, and only the operator sees their links (mozaika mail).',
      'Set SMTP_URL=smtp://user:password@host:587 so that people get their letters.'
    )
  }
  const { hostname, port, protocol } = new URL(smtpUrl)
  const isTls = protocol === 'smtps:'
  const at = Number(port) || (isTls ? 465 : 587)
  try {
    const greeting = await greetingOf(hostname, at, isTls)
    if (greeting.startsWith('220')) return well(`The mail server ${hostname}:${at} answers.`)
    return wrong(
      `At ${hostname}:${at} something answers that is no mail server, or refuses: ${greeting.slice(0, 80)}`,
      'Look at SMTP_URL; port 587 goes with smtp://, 465 with smtps://.'
    )
  } catch (error) {
    return wrong(
      `The mail server ${hostname}:${at} does not answer: ${(error as Error).message}.`,
      'Look at SMTP_URL, and whether this machine may reach that port.'
    )
  }
}

function greetingOf(host: string, port: number, isTls: boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = isTls ? connectTls({ host, port, servername: host }) : connect({ host, port })
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)))
    socket.once('data', (data: Buffer) => {
      resolve(data.toString('latin1').trim())
      socket.end('QUIT\r\n')
    })
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('the connection ended without a word')))
  })
}

/** Whether the bucket is there and may be listed with the key given. */
export async function checkS3(s3: Config['s3']): Promise<Finding> {
  if (s3 === null) return well('Files are kept in the data folder.')
  const { endpoint, bucket, region, keyId, secret } = s3
  const client = new AwsClient({
    accessKeyId: keyId,
    secretAccessKey: secret,
    region,
    service: 's3',
    retries: 0
  })
  try {
    const url = `${endpoint.replace(/\/+$/, '')}/${bucket}`
    const response = await client.fetch(url, {
      method: 'HEAD',
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'manual'
    })
    if (response.ok) return well(`The bucket ${bucket} answers.`)
    return wrong(
      `The bucket ${bucket} at ${endpoint} answers ${response.status}.`,
      s3Hints[response.status] ?? 'Look at S3_ENDPOINT, S3_BUCKET and S3_REGION.'
    )
  } catch (error) {
    const cause =
      (error as Error).cause instanceof Error
        ? ((error as Error).cause as Error).message
        : (error as Error).message
    return wrong(
      `${endpoint} does not answer: ${cause}.`,
      'Look at S3_ENDPOINT, and whether this machine may reach it.'
    )
  }
}

const s3Hints: Readonly<Record<number, string>> = {
  301: 'The bucket lies in another region: set S3_REGION.',
  403: 'The key may not look into it: look at S3_KEY_ID, S3_SECRET and the rights of the key (ListBucket, GetObject, PutObject, DeleteObject).',
  404: 'There is no such bucket: make it, or look at S3_BUCKET.'
}

/** Whether somebody is at home at the language model's address. Nothing is asked of it: an answer costs money somewhere. */
export async function checkLanguageModel(model: LanguageModelConfig | null): Promise<Finding> {
  if (model === null) return well('No language model is set: nothing is drafted by a machine.')
  const { hostname, port, protocol, pathname, host } = new URL(model.url)
  const at = Number(port) || (protocol === 'https:' ? 443 : 80)
  try {
    await knock(hostname.replace(/^\[|\]$/g, ''), at)
  } catch (error) {
    return wrong(
      `The language model at ${host} does not answer: ${(error as Error).message}.`,
      'Look at LLM_URL, and whether this machine may reach it.'
    )
  }
  if (!pathname.endsWith('/chat/completions')) {
    return thought(
      `The language model ${model.model} is asked at ${host}, at an address that does not end as is usual.`,
      'LLM_URL is used as it is: it mostly ends with /chat/completions.'
    )
  }
  return well(`Something answers where the language model ${model.model} is to be asked: ${host}.`)
}

function knock(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port })
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)))
    socket.once('connect', () => {
      resolve()
      socket.end()
    })
    socket.once('error', reject)
  })
}
