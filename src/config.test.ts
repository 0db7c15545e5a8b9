import { expect, it } from 'vitest'
import { readConfig } from './config.ts'
import type { ConfigError } from './config.ts'

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env)
    return []
  } catch (error) {
    return (error as ConfigError).problems
  }
}

it('needs nothing', () => {
  expect(readConfig({})).toMatchObject({
    port: 3000,
    host: 'localhost',
    origin: 'http://localhost:3000',
    hasPublicAddress: false,
    databaseUrl: null,
    role: 'all',
    s3: null
  })
})

it('takes the public address without a slash at its end', () => {
  expect(readConfig({ MOZAIKA_URL: 'https://ideas.example.org/' })).toMatchObject({
    origin: 'https://ideas.example.org',
    hasPublicAddress: true
  })
})

it.each([
  ['PORT', 'http'],
  ['PORT', '70000'],
  ['MOZAIKA_URL', 'ideas.example.org'],
  ['MOZAIKA_URL', 'https://example.org/ideas'],
  ['TRUSTED_PROXY', 'my-proxy'],
  ['TRUSTED_PROXY', '10.0.0.0/99'],
  ['TRUSTED_PROXY', '300.1.1.1'],
  ['TRUSTED_PROXY', '10'],
  ['DATABASE_URL', 'mysql://x/y'],
  ['SMTP_URL', 'mail.example.org'],
  ['MOZAIKA_SECRET', 'short'],
  ['ROLE', 'king'],
  ['S3_BUCKET', 'files'],
  ['LLM_KEY', 'hunter2'],
  ['LLM_MODEL', 'small'],
  ['LLM_URL', 'http://localhost:11434/v1/chat/completions']
])('names a wrong %s (%s)', (name, value) => {
  const problems = problemsOf({ [name]: value })
  expect(problems).toHaveLength(1)
  expect(problems[0]).toContain(name.startsWith('S3') ? 'S3' : name.startsWith('LLM') ? 'LLM' : name)
})

it('names all that is wrong at once, and never repeats a secret', () => {
  const problems = problemsOf({ PORT: '0', DATABASE_URL: 'mysql://user:hunter2@x/y', ROLE: 'x' })
  expect(problems).toHaveLength(3)
  expect(problems.join()).not.toContain('hunter2')
})

it('knows proxies by network and by word', () => {
  expect(readConfig({ TRUSTED_PROXY: '10.0.0.0/8, loopback,2001:db8::/32' }).trustedProxies).toEqual([
    '10.0.0.0/8',
    'loopback',
    '2001:db8::/32'
  ])
})

it('knows a language model by its address and name, and none unless told', () => {
  const url = 'http://localhost:11434/v1/chat/completions'
  expect(readConfig({}).languageModel).toBeNull()
  expect(readConfig({ LLM_URL: url, LLM_MODEL: 'small' }).languageModel).toEqual({
    url,
    key: null,
    model: 'small'
  })
  expect(readConfig({ LLM_URL: url, LLM_MODEL: 'small', LLM_KEY: 'k-1' }).languageModel?.key).toBe('k-1')
})

it.each([
  ['ftp://example.org/', 'small', 'key'],
  ['https://user:hunter2@example.org/v1', 'small', 'key'],
  ['https://example.org/v1', 'two words', 'key'],
  ['https://example.org/v1', 'small', 'hunter2\nX-Other: 1']
])(
  'takes no language model at %j named %j with the key %j, and repeats none of its secrets',
  (url, model, key) => {
    const problems = problemsOf({ LLM_URL: url, LLM_MODEL: model, LLM_KEY: key })
    expect(problems).toHaveLength(1)
    expect(problems[0]).not.toContain('hunter2')
  }
)
