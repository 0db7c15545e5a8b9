import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { callFields } from '../support/call-fields.ts'
import { expectAccessible } from './accessible.ts'
import { launch } from './browser.ts'
import { findLetter } from './start-server.ts'

/** One call for ideas, from the set-up of its organisation to its verified result, as people walk it. */
let browser: Browser
let organiser: BrowserContext
const { origin, setUp, dataFolder } = inject('site')
const call = { slug: 'streets', question: 'What should we change in our streets?' }

beforeAll(async () => {
  browser = await launch(inject('browser'))
  organiser = await browser.newContext({ reducedMotion: 'reduce', timezoneId: 'Europe/Kyiv' })
})
afterAll(() => browser.close())

/** A phone of an old kind: narrow, and without scripts. */
const aPhone = () =>
  browser.newContext({ viewport: { width: 360, height: 640 }, javaScriptEnabled: false, locale: 'uk-UA' })

/** Axe is itself a script: the page is looked at once more with scripts on, by the same visitor. */
async function expectAccessibleTo(context: BrowserContext, url: string): Promise<void> {
  const looking = await browser.newContext({
    viewport: { width: 360, height: 640 },
    storageState: await context.storageState(),
    reducedMotion: 'reduce'
  })
  const page = await looking.newPage()
  await page.goto(url)
  await expectAccessible(page)
  await looking.close()
}

const press = async (page: Page, name: string | RegExp) => {
  await page.locator('main').getByRole('button', { name }).first().click()
  await page.waitForLoadState()
}

describe('an organiser', () => {
  it('sets the organisation up with the one-time link', async () => {
    const page = await organiser.newPage()
    await page.goto(setUp)
    await expectAccessible(page)
    await page.getByLabel('Name', { exact: true }).first().fill('Town of Lviv')
    await page.getByLabel('Time zone').fill('Europe/Kyiv')
    await page.getByLabel('Your name').fill('Olena')
    await page.getByLabel('Your e-mail address').fill('olena@example.org')
    await page.getByLabel(/Password/).fill('correct horse battery')
    await press(page, 'Set up and sign in')
    expect(page.url()).toContain('/en/desk/town-of-lviv')
    await expectAccessible(page)
    await page.close()
  })

  it('cannot use that link a second time', async () => {
    const page = await browser.newPage()
    await page.goto(setUp)
    expect(await page.getByRole('button', { name: 'Set up and sign in' }).count()).toBe(0)
    await page.close()
  })

  it('writes a draft, is told what is missing, and opens the call with frozen rules', async () => {
    const page = await organiser.newPage()
    await page.goto(`${origin}/en/desk/town-of-lviv/calls/new`)
    await page.getByLabel('Question').fill(call.question)
    await page.getByLabel(/Short name in the address/).fill(call.slug)
    await press(page, 'Make the draft')
    await expectAccessible(page)
    expect(await page.getByText('Before you can open').count()).toBeGreaterThan(0)
    await page.getByLabel('In short').fill('Tell us about a place you pass every day.')
    await page
      .getByLabel('What you will do with the result')
      .fill('The ten most wanted ideas go to the council.')
    await page.getByLabel('Who decides').fill('The council')
    await page.getByLabel('Answer by').fill(new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10))
    await press(page, 'Save and go on to opening')
    expect(page.url()).toMatch(/\/open$/)
    await expectAccessible(page)
    await press(page, 'Open the call now')
    expect(page.url()).toContain('done=opened')
    await page.close()
  })
})

describe('a guest on an old phone without scripts', () => {
  let phone: BrowserContext
  beforeAll(async () => void (phone = await aPhone()))
  afterAll(() => phone.close())

  it('hands in an idea first, and is nobody in particular until they want to be', async () => {
    const page = await phone.newPage()
    await page.goto(`${origin}/uk/calls/${call.slug}`)
    await page.locator('[name="body.title"]').fill('Лавки вздовж річки')
    await page.locator('[name="body.text"]').fill('Немає де сісти між мостами.')
    await page.locator('form:has([name="body.title"]) button:not([name])').first().click()
    await page.waitForLoadState()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Лавки вздовж річки')
    await expectAccessibleTo(phone, page.url())
    await page.close()
  })

  it('keeps what was typed when something is wrong, and says what to do beside the field', async () => {
    const page = await phone.newPage()
    await page.goto(`${origin}/en/calls/${call.slug}`)
    await page
      .locator('[name="body.title"]')
      .evaluate(field => field.removeAttribute('minlength'))
      .catch(() => {})
    await page.locator('[name="body.title"]').fill('x'.repeat(3))
    await page.locator('[name="body.text"]').fill('Kept as it was typed\u0007')
    await page.locator('form:has([name="body.title"]) button:not([name])').first().click()
    await page.waitForLoadState()
    expect(await page.locator('[aria-invalid="true"]').count()).toBeGreaterThan(0)
    expect(await page.locator('[name="body.title"]').inputValue()).toBe('xxx')
    await page.close()
  })
})

describe('somebody with a newer browser', () => {
  let visitor: BrowserContext
  beforeAll(
    async () => void (visitor = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB' }))
  )
  afterAll(() => visitor.close())

  it('supports an idea without a reload, and takes it back', async () => {
    const page = await visitor.newPage()
    const support = page.locator('main [aria-pressed]').first()
    // The running totals, and with them this list, follow within a second.
    await expect
      .poll(async () => (await page.goto(`${origin}/en/calls/${call.slug}`), support.count()), {
        timeout: 15_000,
        interval: 500
      })
      .toBe(1)
    const pressAndWait = async () => {
      const answered = page.waitForResponse(response => response.request().method() === 'POST')
      await support.click()
      expect((await answered).ok()).toBe(true)
    }
    await pressAndWait()
    expect(await support.getAttribute('aria-pressed')).toBe('true')
    await page.reload()
    expect(await support.getAttribute('aria-pressed')).toBe('true')
    await pressAndWait()
    expect(await support.getAttribute('aria-pressed')).toBe('false')
    await pressAndWait()
    await page.reload()
    expect(await support.getAttribute('aria-pressed')).toBe('true')
    await expectAccessible(page)
    await page.close()
  })

  it('is shown a similar idea while typing', async () => {
    const page = await visitor.newPage()
    await page.goto(`${origin}/en/calls/${call.slug}`)
    await page.locator('[name="body.title"]').pressSequentially('Лавки біля річки', { delay: 20 })
    await page
      .getByRole('link', { name: /Лавки вздовж річки/ })
      .first()
      .waitFor({ state: 'visible', timeout: 10_000 })
    await page.close()
  })

  it('comments, and flags what should be looked at', async () => {
    const page = await visitor.newPage()
    await page.goto(`${origin}/en/calls/${call.slug}`)
    await page.locator('main').getByRole('link', { name: 'Лавки вздовж річки' }).first().click()
    await page.waitForLoadState()
    await page.locator('textarea[name="body"]').first().fill('And a bin beside each of them, please.')
    await page.locator('form:has(textarea[name="body"]) button:not([name])').first().click()
    await page.waitForLoadState()
    expect(await page.getByText('And a bin beside each of them').count()).toBeGreaterThan(0)
    await expectAccessible(page)
    await page.close()
  })
})

describe('a participant', () => {
  it('signs in by a link in a letter', async () => {
    const context = await browser.newContext({ reducedMotion: 'reduce' })
    const page = await context.newPage()
    await page.goto(`${origin}/en/sign-in`)
    await expectAccessible(page)
    await page
      .getByLabel(/E-mail/i)
      .first()
      .fill('taras@example.org')
    await press(page, /link/i)
    const [, link] = await findLetter(
      dataFolder,
      'taras@example.org',
      /(http\S+\/sign-in\/link\?token=[^\s"]+)/
    )
    await page.goto(link!.replace(/&amp;/g, '&'))
    await press(page, /sign in/i)
    await page.goto(`${origin}/en/me`)
    expect(await page.getByText('taras@example.org').count()).toBeGreaterThan(0)
    await expectAccessible(page)
    await context.close()
  })
})

describe('when the time is over', () => {
  let callId = ''
  it('the organiser may bring the close forward, in public and with a reason', async () => {
    const { request } = organiser
    const found = await (await request.get(`${origin}/api/v1/calls/${call.slug}`)).json()
    callId = found.callId
    const fields = Object.fromEntries(Object.keys(callFields({})).map(key => [key, found[key]]))
    const steps = found.steps.map((step: Record<string, unknown>) => ({
      ...Object.fromEntries(['slug', 'title', 'method', 'settings', 'opensAt'].map(key => [key, step[key]])),
      closesAt: new Date(Date.now() + 4_000).toISOString()
    }))
    const answer = await request.post(`${origin}/api/v1/calls/${callId}/changes`, {
      headers: { origin },
      data: {
        revision: found.revision,
        reason: 'The council meets earlier than planned.',
        fields: { ...fields, steps }
      }
    })
    expect(answer.status(), await answer.text()).toBe(200)
    const page = await organiser.newPage()
    await page.goto(`${origin}/en/calls/${call.slug}/rules`)
    expect(await page.getByText('The council meets earlier than planned.').count()).toBeGreaterThan(0)
    await expectAccessible(page)
    await page.close()
  })

  it('nobody can hand anything in any more, and is told so', async () => {
    const context = await aPhone()
    const page = await context.newPage()
    await expect
      .poll(
        async () => (await (await context.request.get(`${origin}/api/v1/calls/${call.slug}`)).json()).state,
        { timeout: 20_000, interval: 500 }
      )
      .toBe('closed')
    await page.goto(`${origin}/uk/calls/${call.slug}`)
    expect(await page.locator('[name="body.title"]').count()).toBe(0)
    await expectAccessibleTo(context, page.url())
    await context.close()
  })

  it('the result makes itself, is the same without scripts, and is counted again in the browser', async () => {
    const context = await browser.newContext({ reducedMotion: 'reduce' })
    const page = await context.newPage()
    await expect
      .poll(
        async () =>
          (await (await context.request.get(`${origin}/api/v1/calls/${call.slug}`)).json()).steps[0].stepId,
        { timeout: 5_000 }
      )
      .toBeTruthy()
    const stepId = (await (await context.request.get(`${origin}/api/v1/calls/${call.slug}`)).json()).steps[0]
      .stepId
    await expect
      .poll(
        async () =>
          (
            await (
              await context.request.get(`${origin}/api/v1/calls/${callId}/steps/${stepId}/result`)
            ).json()
          ).state,
        { timeout: 30_000, interval: 500 }
      )
      .toBe('made')
    await page.goto(`${origin}/en/calls/${call.slug}/result`)
    expect(await page.getByText('Лавки вздовж річки').count()).toBeGreaterThan(0)
    await expectAccessible(page)
    await page.getByRole('button', { name: /count/i }).first().click()
    await page
      .getByText(/same result|the same/i)
      .first()
      .waitFor({ timeout: 15_000 })
    await context.close()
  })

  it('everything public can be downloaded, and verified offline with the command line', async () => {
    const { request } = await browser.newContext()
    const zip = await request.get(`${origin}/calls/${call.slug}/export.zip`)
    expect(zip.status()).toBe(200)
    const file = join(dataFolder, 'streets.zip')
    await writeFile(file, await zip.body())
    const verified = spawnSync(process.execPath, ['src/cli/main.ts', 'verify', file], { encoding: 'utf8' })
    expect(verified.status, verified.stdout + verified.stderr).toBe(0)
    const bytes = await zip.body()
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1)
    await writeFile(file, bytes)
    expect(
      spawnSync(process.execPath, ['src/cli/main.ts', 'verify', file], { encoding: 'utf8' }).status
    ).not.toBe(0)
  })

  it('the organiser answers what was handed in', async () => {
    const page = await organiser.newPage()
    await page.goto(`${origin}/en/desk/town-of-lviv/calls/${callId}/answers/write?all`)
    await page.getByLabel('accepted', { exact: true }).check()
    await page.getByLabel('Reason').fill('The benches will stand by spring.')
    await press(page, 'Publish')
    expect(page.url()).toContain('done=published')
    await page.close()
  })

  it('the organiser concludes the call with a statement', async () => {
    const page = await organiser.newPage()
    await page.goto(`${origin}/en/desk/town-of-lviv/calls/${callId}/conclude`)
    await expectAccessible(page)
    await page.locator('textarea').first().fill('Benches will be built in spring. Thank you all.')
    await press(page, /conclude/i)
    await page.goto(`${origin}/en/calls/${call.slug}`)
    expect(await page.getByText('Benches will be built in spring').count()).toBeGreaterThan(0)
    await page.close()
  })
})
