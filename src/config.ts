import { resolve } from 'node:path'
import ipaddr from 'ipaddr.js'

/** What the environment says, checked. */
export interface Config {
  readonly port: number
  readonly host: string
  readonly dataFolder: string
  /** The public address, without a slash at its end: links in letters, cookies, passkeys. */
  readonly origin: string
  /** Whether `MOZAIKA_URL` was given; without it the address is the one we listen at. */
  readonly hasPublicAddress: boolean
  /** Networks whose word on the client's address is taken (`X-Forwarded-For`). */
  readonly trustedProxies: readonly string[]
  readonly databaseUrl: string | null
  readonly smtpUrl: string | null
  readonly secret: string | undefined
  /** Who runs this installation, for the imprint. */
  readonly operator: { readonly name: string; readonly contact: string } | undefined
  readonly role: 'all' | 'web' | 'worker' | 'sequencer'
  readonly s3: { endpoint: string; bucket: string; region: string; keyId: string; secret: string } | null
  /** Who drafts texts at the desk where an organiser asks for it; null: nobody, and nothing is ever sent. */
  readonly languageModel: LanguageModelConfig | null
  /** Webhooks to addresses of this machine and its networks: for trials and tests only. */
  readonly allowPrivateWebhooks: boolean
}

export interface LanguageModelConfig {
  /** The whole address of a chat completions endpoint, used as it was given. */
  readonly url: string
  readonly key: string | null
  readonly model: string
}

/** What is wrong with the environment, and what to do: for `doctor`, and for the start that is refused. */
export class ConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'ConfigError'
    this.problems = problems
  }
}

type Environment = Readonly<Record<string, string | undefined>>

/** Reads the environment; throws a `ConfigError` with all that is wrong in it at once. */
export function readConfig(env: Environment): Config {
  const problems: string[] = []
  const port = readPort(env['PORT'], problems)
  const host = env['HOST'] || 'localhost'
  const publicAddress = readOrigin(env['MOZAIKA_URL'], problems)
  const config: Config = {
    port,
    host,
    dataFolder: resolve(env['MOZAIKA_DATA'] || 'data'),
    origin: publicAddress ?? `http://localhost:${port}`,
    hasPublicAddress: publicAddress !== null,
    trustedProxies: readProxies(env['TRUSTED_PROXY'], problems),
    databaseUrl: readUrl('DATABASE_URL', env['DATABASE_URL'], ['postgres:', 'postgresql:'], problems),
    smtpUrl: readUrl('SMTP_URL', env['SMTP_URL'], ['smtp:', 'smtps:'], problems),
    secret: readSecret(env['MOZAIKA_SECRET'], problems),
    operator: env['MOZAIKA_OPERATOR']
      ? { name: env['MOZAIKA_OPERATOR'], contact: env['MOZAIKA_CONTACT'] ?? '' }
      : undefined,
    role: readRole(env['ROLE'], problems),
    s3: readS3(env, problems),
    languageModel: readLanguageModel(env, problems),
    allowPrivateWebhooks: env['MOZAIKA_PRIVATE_WEBHOOKS'] === '1'
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return config
}

function readPort(text: string | undefined, problems: string[]): number {
  const port = Number(text || 3000)
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port
  problems.push(`PORT=${text} is not a port: use a whole number from 1 to 65535, such as PORT=3000.`)
  return 3000
}

function readOrigin(text: string | undefined, problems: string[]): string | null {
  if (!text) return null
  const url = URL.parse(text)
  if (
    url &&
    ['http:', 'https:'].includes(url.protocol) &&
    url.pathname === '/' &&
    !url.search &&
    !url.hash &&
    !url.username
  ) {
    return url.origin
  }
  problems.push(
    `MOZAIKA_URL=${text} is not an address of a site: use the scheme and the host alone, such as MOZAIKA_URL=https://ideas.example.org.`
  )
  return null
}

/** Addresses as people write them: `ipaddr.js` alone would take a lone number for an address too. */
const networkPattern = /^[0-9a-f]*[.:][0-9a-f:.]+(?:\/\d{1,3})?$/i

const isNetwork = (text: string): boolean =>
  ['loopback', 'private'].includes(text) ||
  (networkPattern.test(text) && (text.includes('/') ? ipaddr.isValidCIDR(text) : ipaddr.isValid(text)))

function readProxies(text: string | undefined, problems: string[]): string[] {
  const networks = (text ?? '')
    .split(',')
    .map(part => part.trim())
    .filter(Boolean)
  for (const network of networks) {
    if (!isNetwork(network)) {
      problems.push(
        `TRUSTED_PROXY names ${network}, which is no network: use addresses or networks with commas between, such as TRUSTED_PROXY=10.0.0.0/8, or the words loopback and private.`
      )
    }
  }
  return networks
}

function readUrl(
  name: string,
  text: string | undefined,
  schemes: readonly string[],
  problems: string[]
): string | null {
  if (!text) return null
  const url = URL.parse(text)
  if (url && schemes.includes(url.protocol)) return text
  // Not repeated: it may hold a password.
  problems.push(`${name} is not an address of the form ${schemes[0]}//user:password@host/…`)
  return null
}

function readSecret(text: string | undefined, problems: string[]): string | undefined {
  if (text && text.length < 32)
    problems.push('MOZAIKA_SECRET is too short: use at least 32 random characters, or leave it unset.')
  return text || undefined
}

function readRole(text: string | undefined, problems: string[]): Config['role'] {
  const roles = ['all', 'web', 'worker', 'sequencer'] as const
  const role = roles.find(one => one === (text || 'all'))
  if (!role)
    problems.push(`ROLE=${text} is not known: use web, worker, sequencer, or leave it unset for all of them.`)
  return role ?? 'all'
}

function readS3(env: Environment, problems: string[]): Config['s3'] {
  const names = ['S3_ENDPOINT', 'S3_BUCKET', 'S3_REGION', 'S3_KEY_ID', 'S3_SECRET'] as const
  const given = names.filter(name => env[name])
  if (given.length === 0) return null
  const missing = names.filter(name => !env[name] && name !== 'S3_REGION')
  if (missing.length > 0)
    problems.push(`Files go to S3 only when all is said: ${missing.join(', ')} missing.`)
  return {
    endpoint: env['S3_ENDPOINT'] ?? '',
    bucket: env['S3_BUCKET'] ?? '',
    region: env['S3_REGION'] ?? 'auto',
    keyId: env['S3_KEY_ID'] ?? '',
    secret: env['S3_SECRET'] ?? ''
  }
}

function readLanguageModel(env: Environment, problems: string[]): LanguageModelConfig | null {
  const { LLM_URL: url, LLM_KEY: key, LLM_MODEL: model } = env
  if (!url) {
    if (key || model)
      problems.push('LLM_KEY and LLM_MODEL mean nothing without LLM_URL: set it, or leave all of them unset.')
    return null
  }
  const parsed = URL.parse(url)
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol) || parsed.username || parsed.password) {
    // Not repeated: it may hold a password.
    problems.push(
      'LLM_URL is not the address of a chat completions endpoint, such as https://llm.example.org/v1/chat/completions; a key goes in LLM_KEY.'
    )
  }
  if (!model || !/^[\x21-\x7e]{1,120}$/.test(model))
    problems.push('LLM_MODEL has to name the model to ask: up to 120 characters without blanks.')
  if (key && !/^[\x21-\x7e]{1,2000}$/.test(key))
    problems.push('LLM_KEY holds characters that no key has: blanks, line ends or others outside of ASCII.')
  return { url, key: key || null, model: model ?? '' }
}
