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
}

/** The way letters leave. */
export interface Post {
  /** Where letters say they come from: the host of the public address. */
  readonly host: string
  /** Resolves once the mail server has taken it, or it lies on the disk. */
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
  const sender = from ?? `Mozaika <no-reply@${hostname.includes('.') ? hostname : 'localhost.localdomain'}>`
  return {
    host: new URL(origin).host,
    async send({ id, to, language, subject, text, html }) {
      const sent = (await transport.sendMail({
        from: sender,
        // As an object, so that nothing in the address is read as a second one.
        to: { name: '', address: to },
        subject,
        text,
        html,
        // A letter tried twice is the same letter: mailboxes show it once.
        messageId: `<${id}@${hostname}>`,
        headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': language },
        disableFileAccess: true,
        disableUrlAccess: true
      })) as { message?: Buffer }
      if (!smtpUrl) await keepMail(dataFolder, { id, to, subject, text, source: sent.message! })
    },
    close: () => transport.close()
  }
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
