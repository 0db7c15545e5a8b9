import { randomInt } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { expect, inject } from 'vitest'
import { callFields, ideasStep } from '../support/call-fields.ts'
import { expectAccessible } from './accessible.ts'
import { findLetter } from './start-server.ts'

/** What journeys begin with: an organisation of their own, its owner at a browser, a call; and people who visit. */
export interface Town {
  readonly organisationId: string
  readonly slug: string
  /** The owner's browser, signed in. */
  readonly owner: BrowserContext
}

const { origin, dataFolder } = inject('site')
let visitors = 0
/** Each journey in a corner of its own of the network that is kept for trials (198.18.0.0/15). */
const corner = randomInt(512)

/** A browser of somebody's own, from an address of its own, so that limits of one journey do not meet another's. */
export function aVisitor(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  visitors += 1
  const network = `198.${18 + (corner >> 8)}.${corner & 255}`
  return browser.newContext({
    reducedMotion: 'reduce',
    locale: 'en-GB',
    extraHTTPHeaders: { 'x-forwarded-for': `${network}.${visitors}` },
    ...options
  })
}

/** A phone of an old kind: narrow, and without scripts. */
export const aPhone = (browser: Browser): Promise<BrowserContext> =>
  aVisitor(browser, { viewport: { width: 360, height: 640 }, javaScriptEnabled: false })

/** Axe is itself a script: the page is looked at once more with scripts on, as narrow, by the same visitor. */
export async function expectAccessibleTo(context: BrowserContext, url: string): Promise<void> {
  const looking = await context.browser()!.newContext({
    viewport: { width: 360, height: 640 },
    storageState: await context.storageState(),
    reducedMotion: 'reduce',
    locale: 'en-GB'
  })
  const page = await looking.newPage()
  await page.goto(url)
  await expectAccessible(page)
  await looking.close()
}

/** Presses a button of the page's own part and waits for what comes. */
export async function press(page: Page, name: string | RegExp): Promise<void> {
  await page.locator('main').getByRole('button', { name }).first().click()
  await page.waitForLoadState()
}

/** What the operator does at the command line of the same machine. */
export function operator(...words: string[]): unknown {
  const output = execFileSync(process.execPath, ['src/cli/main.ts', ...words, '--output', 'json'], {
    encoding: 'utf8',
    env: { ...process.env, MOZAIKA_DATA: dataFolder, DATABASE_URL: '' }
  })
  return JSON.parse(output)
}

const linkIn = (path: string) => new RegExp(`(http\\S+/${path}\\?[^\\s"]*token=[^\\s"]+)`)

/** The newest link of this kind in the letters to somebody. */
export async function linkTo(email: string, path: string): Promise<string> {
  const [, link] = await findLetter(dataFolder, email, linkIn(path))
  return link!.replace(/&amp;/g, '&')
}

/** Signs in by a link in a letter, as everybody can. */
export async function signIn(context: BrowserContext, email: string): Promise<void> {
  const page = await context.newPage()
  await page.goto(`${origin}/en/sign-in`)
  await page
    .getByLabel(/E-mail/i)
    .first()
    .fill(email)
  await press(page, 'Send me a link')
  await page.goto(await linkTo(email, 'sign-in/link'))
  await press(page, 'Sign in')
  await page.close()
}

/** An organisation that the operator made for an owner, who has accepted. */
export async function aTown(browser: Browser, slug: string): Promise<Town> {
  const email = `owner@${slug}.example.org`
  const organisation = {
    name: `Town of ${slug}`,
    slug,
    kind: 'public',
    languages: ['en', 'uk'],
    timeZone: 'Europe/Kyiv'
  }
  const json = JSON.stringify({ organisation, ownerEmail: email, language: 'en' })
  const made = operator('organisation', 'create', '--json', json)
  const { organisationId } = ((made as { result?: unknown }).result ?? made) as { organisationId: string }
  const owner = await aVisitor(browser, { timezoneId: 'Europe/Kyiv' })
  const invitation = await linkTo(email, 'invitation')
  await signIn(owner, email)
  const page = await owner.newPage()
  await page.goto(invitation)
  await press(page, 'Accept')
  expect(page.url()).toContain(`/desk/${slug}`)
  await page.close()
  return { organisationId, slug, owner }
}

export interface TownCall {
  readonly callId: string
  readonly slug: string
  readonly url: string
  readonly fields: { readonly steps: readonly object[] }
}

/** A call for ideas of a town, open from now on. */
export async function aCallOf(
  { owner, organisationId }: Town,
  call: {
    readonly slug: string
    readonly question: string
    readonly settings?: Readonly<Record<string, unknown>>
  }
): Promise<TownCall> {
  const fields = callFields({
    question: call.question,
    steps: [ideasStep({ settings: call.settings ?? {} })]
  })
  const { callId } = await ask(owner, `/organisations/${organisationId}/calls`, { slug: call.slug, fields })
  await ask(owner, `/calls/${callId}/opening`, {})
  return { callId, slug: call.slug, fields, url: `${origin}/en/calls/${call.slug}` }
}

/** Brings the close of a call forward, in public, and waits until its result is there; gives the step. */
export async function closeSoon({ owner }: Town, { callId, slug, fields }: TownCall): Promise<string> {
  const find = async () =>
    (await owner.request.get(`${origin}/api/v1/calls/${slug}`)).json() as Promise<Found>
  const closesAt = new Date(Date.now() + 2_500).toISOString()
  const steps = fields.steps.map(step => ({ ...step, closesAt }))
  const { revision, steps: found } = await find()
  await ask(owner, `/calls/${callId}/changes`, {
    revision,
    reason: 'The council meets earlier than planned.',
    fields: { ...fields, steps }
  })
  const { stepId } = found[0]!
  const result = `${origin}/api/v1/calls/${callId}/steps/${stepId}/result`
  await expect
    .poll(async () => ((await (await owner.request.get(result)).json()) as { state?: string }).state, {
      timeout: 40_000,
      interval: 500
    })
    .toBe('made')
  return stepId
}

interface Found {
  readonly revision: number
  readonly steps: readonly { readonly stepId: string }[]
}

async function ask(owner: BrowserContext, path: string, data: object): Promise<{ callId: string }> {
  const answer = await owner.request.post(`${origin}/api/v1${path}`, { headers: { origin }, data })
  expect(answer.status(), await answer.text()).toBe(200)
  return ((await answer.json()) as { result: { callId: string } }).result
}

/** Hands in an idea through the page of the call, and stays on the page of the idea. */
export async function handIn(page: Page, call: string, title: string, text: string): Promise<void> {
  await page.goto(call)
  await page.locator('[name="body.title"]').fill(title)
  await page.locator('[name="body.text"]').fill(text)
  await page.locator('#contribute form button:not([name]):not([type="button"])').first().click()
  await page.waitForURL(/\/calls\/[^/]+\/[0-9a-f-]{36}/)
}
