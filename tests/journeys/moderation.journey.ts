import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { expectAccessible } from './accessible.ts'
import { launch } from './browser.ts'
import { findLetter } from './start-server.ts'
import { aCallOf, aPhone, aTown, aVisitor, expectAccessibleTo, handIn, press, signIn } from './town.ts'
import type { Town } from './town.ts'

/** Nothing is shown that nobody has looked at, where the organiser wants it so; and what goes from view goes with a reason. */
let browser: Browser
let town: Town
let call: { callId: string; url: string }
let author: BrowserContext
let guest: BrowserContext
let idea = ''
const { origin, dataFolder } = inject('site')

beforeAll(async () => {
  browser = await launch(inject('browser'))
  town = await aTown(browser, 'moderated')
  call = await aCallOf(town, {
    slug: 'moderated-streets',
    question: 'Which streets need light?',
    settings: { moderation: 'before' }
  })
  author = await aVisitor(browser)
  await signIn(author, 'author@moderated.example.org')
  guest = await aPhone(browser)
})
afterAll(() => browser.close())

describe('an idea that is looked at before it is shown', () => {
  it('is held, which its author is told and nobody else', async () => {
    const page = await guest.newPage()
    await handIn(page, call.url, 'Light by the school', 'It is dark there at four in winter.')
    expect(await page.getByText('A moderator looks at it first').count()).toBe(1)
    await expectAccessibleTo(guest, page.url())
    idea = page.url().split(/[?#]/)[0]!
    await page.close()
    const stranger = await aVisitor(browser)
    expect((await stranger.request.get(idea)).status()).toBe(404)
    await stranger.close()
  })

  it('waits at the desk, and is shown once somebody publishes it', async () => {
    const page = await town.owner.newPage()
    await page.goto(`${origin}/en/desk/moderated/calls/${call.callId}/moderation`)
    expect(await page.getByText('It is dark there at four in winter.').count()).toBe(1)
    await expectAccessible(page)
    await press(page, /^Publish/)
    expect(await page.getByText('It is in view.').count()).toBe(1)
    expect(await page.getByText('Nothing waits').count()).toBe(1)
    await expectAccessible(page)
    await page.close()
    const stranger = await aPhone(browser)
    const reading = await stranger.newPage()
    await reading.goto(idea)
    expect(await reading.getByRole('heading', { level: 1 }).textContent()).toContain('Light by the school')
    await stranger.close()
  })
})

describe('an idea taken from view', () => {
  let taken = ''
  it('is flagged by a reader, without scripts', async () => {
    const page = await author.newPage()
    await handIn(page, call.url, 'Ask Mr Bondar of number five', 'He never puts his lamp on.')
    taken = page.url().split(/[?#]/)[0]!
    await page.close()
    const desk = await town.owner.newPage()
    await desk.goto(`${origin}/en/desk/moderated/calls/${call.callId}/moderation`)
    await press(desk, /^Publish/)
    await desk.close()
    const reader = await aPhone(browser)
    const reading = await reader.newPage()
    await reading.goto(taken)
    await reading.locator('summary', { hasText: 'Report' }).first().click()
    await reading.locator('form[action*="flag"] [name="ground"]').first().selectOption('private')
    await reading.locator('form[action*="flag"] button:not([name])').first().click()
    await reading.waitForLoadState()
    expect(reading.url()).toContain('done=flag')
    await reader.close()
  })

  it('is hidden with a ground and a reason, never without', async () => {
    const page = await town.owner.newPage()
    await page.goto(`${origin}/en/desk/moderated/calls/${call.callId}/moderation`)
    expect(await page.getByText('names private things (1)').count()).toBe(1)
    await page.locator('summary', { hasText: 'Hide' }).first().click()
    const reason = page.getByLabel('Reason')
    await page.getByLabel('Ground').selectOption('private')
    await reason.evaluate(field => field.removeAttribute('required'))
    await page.getByRole('button', { name: 'Hide', exact: true }).click()
    await page.waitForLoadState()
    expect(await page.locator('[aria-invalid="true"]').count()).toBe(1)
    await expectAccessible(page)
    await page.getByLabel('Ground').selectOption('private')
    await page.getByLabel('Reason').fill('It names a neighbour. Say which street is dark instead.')
    await page.getByRole('button', { name: 'Hide', exact: true }).click()
    await page.waitForLoadState()
    expect(await page.getByText('It is hidden, and its author is told why.').count()).toBe(1)
    await page.goto(`${origin}/en/desk/moderated/calls/${call.callId}/moderation/decided`)
    expect(await page.getByText('It names a neighbour.').count()).toBeGreaterThan(0)
    await expectAccessible(page)
    await page.close()
  })

  it('is gone for others, and its author reads the reason in a letter', async () => {
    const stranger = await aPhone(browser)
    const gone = await stranger.newPage()
    expect((await gone.goto(taken))!.status()).toBe(410)
    expect(await gone.getByText('Ask Mr Bondar').count()).toBe(0)
    await expectAccessibleTo(stranger, taken)
    await stranger.close()
    await findLetter(dataFolder, 'author@moderated.example.org', /It names a neighbour\. Say which street/)
    const page = await author.newPage()
    await page.goto(taken)
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Ask Mr Bondar')
    await expectAccessible(page)
    await page.close()
  })
})

describe('a reader who wants to see nothing more of an author', () => {
  it('blocks them in this call, without scripts and without an account, and can undo it', async () => {
    const reader = await aPhone(browser)
    const page = await reader.newPage()
    await page.goto(idea)
    await page.locator('summary', { hasText: 'Report' }).first().click()
    await press(page, 'Block')
    expect(await page.getByText('Blocked. You can undo this on your page.').count()).toBe(1)
    await page.goto(idea)
    expect(await page.getByRole('heading', { level: 1 }).textContent()).not.toContain('Light by the school')
    await expectAccessibleTo(reader, idea)
    await page.goto(`${origin}/en/me/account`)
    expect(await page.locator('#blocked ~ ul').getByRole('link').textContent()).toBe(
      'Which streets need light?'
    )
    await expectAccessibleTo(reader, page.url())
    await press(page, /^See again/)
    expect(page.url()).toContain('done=unblocked')
    await page.goto(idea)
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Light by the school')
    await reader.close()
  })
})
