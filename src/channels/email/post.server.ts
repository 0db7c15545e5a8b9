import { PassThrough } from 'node:stream'
import { createTransport } from 'nodemailer'
import { keepMail } from './kept-mail.server.ts'

/** A letter with its envelope. */
interface OutgoingLetter {
  readonly id: string
  readonly to: string
  readonly language: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** Where one click stops such letters (RFC 8058). */
  readonly unsubscribe: string | null
}

/**
 * Why a letter did not go out, as far as anybody can know: `not-sent`: surely not, try again; `refused`: for good;
 * `no-such-address`: for good, by its recipient; `unknown`: the server had all of it and never answered.
 */
export type Fate = 'not-sent' | 'refused' | 'no-such-address' | 'unknown'

export class SendError extends Error {
  readonly fate: Fate
  constructor(fate: Fate, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.name = 'SendError'
    this.fate = fate
  }
}

/** The way letters leave. */
export interface Post {
  /** Where letters say they come from: the host of the public address. */
  readonly host: string
  /** Resolves once the mail server has taken it, or it lies on the disk. Throws a `SendError`. */
  send(letter: OutgoingLetter): Promise<void>
  close(): void
}

export interface PostParts {
  /** The public address. */
  readonly origin: string
  /** `smtp://user:password@host:587` or `smtps://…`; without one, letters are kept in the data folder. */
  readonly smtpUrl?: string | undefined
  /** `Name <address>`; `Mozaika <no-reply@host>` unless told. */
  readonly from?: string | undefined
  readonly dataFolder: string
}

export function openPost({ origin, smtpUrl, from, dataFolder }: PostParts): Post {
  const { hostname } = new URL(origin)
  const transport = smtpUrl ? smtp(smtpUrl) : createTransport({ streamTransport: true, buffer: true })
  transport.use('stream', (mail, done) => {
    watchHandover(mail as never)
    done()
  })
  const sender = from ?? `Mozaika <no-reply@${hostname.includes('.') ? hostname : 'localhost.localdomain'}>`
  return {
    host: new URL(origin).host,
    async send({ id, to, language, subject, text, html, unsubscribe }) {
      const watch = { isHandedOver: false }
      const letter = {
        from: sender,
        // As an object, so that nothing in the address is read as a second one.
        to: { name: '', address: to },
        subject,
        text,
        html,
        // A letter tried twice is the same letter: mailboxes show it once. An answer by mail would name it.
        messageId: `<${id}@${hostname}>`,
        headers: {
          'Auto-Submitted': 'auto-generated',
          'Content-Language': language,
          ...(unsubscribe ? oneClick(unsubscribe) : {})
        },
        disableFileAccess: true,
        disableUrlAccess: true,
        watch
      }
      const sent = (await transport.sendMail(letter).catch(error => {
        throw new SendError(fateOf(error as SmtpFailure, watch.isHandedOver), error)
      })) as { message?: Buffer }
      if (!smtpUrl) await keepMail(dataFolder, { id, to, subject, text, source: sent.message! })
    },
    close: () => transport.close()
  }
}

/** The addresses of RFC 2369 and RFC 8058. */
const oneClick = (address: string) => ({
  'List-Unsubscribe': `<${address}>`,
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click'
})

interface SmtpFailure {
  readonly responseCode?: number
  readonly command?: string
}

function fateOf({ responseCode, command }: SmtpFailure, isHandedOver: boolean): Fate {
  if (responseCode === undefined) return isHandedOver ? 'unknown' : 'not-sent'
  if (responseCode < 500 || responseCode > 599) return 'not-sent'
  if (command === 'RCPT TO') return 'no-such-address'
  // What is wrong with us, such as our password, is mended by the operator while the letter waits.
  return command === 'DATA' || command === 'MAIL FROM' ? 'refused' : 'not-sent'
}

/** Notes in a letter's `watch` that all of its bytes were handed to the server. */
function watchHandover(mail: { data: object; message: { transform(make: () => PassThrough): void } }): void {
  const { watch } = mail.data as { watch?: { isHandedOver: boolean } }
  mail.message.transform(
    () =>
      new PassThrough({
        flush(done) {
          if (watch) watch.isHandedOver = true
          done()
        }
      })
  )
}

const smtp = (url: string) =>
  createTransport({
    ...optionsOf(url),
    pool: true,
    maxConnections: 3,
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 60_000
  })

function optionsOf(url: string) {
  const { protocol, hostname, port, username, password } = new URL(url)
  const secure = protocol === 'smtps:'
  return {
    host: hostname,
    port: port ? Number(port) : secure ? 465 : 587,
    secure,
    ...(username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {})
  }
}
