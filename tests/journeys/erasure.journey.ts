import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { expectAccessible } from './accessible.ts'
import { launch } from './browser.ts'
import { aCallOf, aPhone, aTown, aVisitor, expectAccessibleTo, handIn, press, signIn } from './town.ts'
import type { TownCall } from './town.ts'

/** Whoever wants to be forgotten is: the words go, the count stays. */
let browser: Browser
let call: TownCall
const { origin } = inject('site')

beforeAll(async () => {
  browser = await launch(inject('browser'))
  call = await aCallOf(await aTown(browser, 'erasing'), {
    slug: 'erased-streets',
    question: 'What do we forget?'
  })
})
afterAll(() => browser.close())

const searched = async (context: BrowserContext, words: string) => {
  const found = (await (await context.request.get(`${origin}/api/v1/calls/${call.slug}`)).json()) as {
    steps: { stepId: string }[]
  }
  const list = `/api/v1/calls/${call.callId}/steps/${found.steps[0]!.stepId}/contributions`
  const answer = await context.request.get(`${origin}${list}?q=${encodeURIComponent(words)}`)
  return ((await answer.json()) as { items: unknown[] }).items.length
}

describe('a person with an account', () => {
  it('takes their data along, is deleted, and is nowhere any more', async () => {
    const person = await aVisitor(browser)
    await signIn(person, 'iryna@erasing.example.org')
    const page = await person.newPage()
    await handIn(page, call.url, 'A lantern for Iryna', 'Words that only Iryna Savchenko writes.')
    const idea = page.url().split(/[?#]/)[0]!
    expect(await searched(person, 'Savchenko')).toBe(1)
    await page.goto(`${origin}/en/me/data`)
    await expectAccessible(page)
    const own = await person.request.get(`${origin}/en/me/export.json`)
    expect(await own.text()).toContain('Iryna Savchenko')
    await page.goto(`${origin}/en/me/erase`)
    await expectAccessible(page)
    await page.getByLabel(/type the word/).fill('yes')
    await press(page, 'Delete me for good')
    expect(await page.locator('[aria-invalid="true"]').count()).toBe(1)
    await expectAccessible(page)
    await page.getByLabel(/type the word/).fill('delete')
    await press(page, 'Delete me for good')
    expect(await page.getByText('Nothing here knows you any more.').count()).toBe(1)
    await expectAccessible(page)
    expect((await page.goto(`${origin}/en/me`))!.status()).toBe(401)
    await page.close()

    const stranger = await aVisitor(browser)
    const gone = await stranger.request.get(idea)
    expect([404, 410, 200]).toContain(gone.status())
    expect(await gone.text()).not.toMatch(/Iryna|Savchenko/)
    expect(await searched(stranger, 'Savchenko')).toBe(0)
    const zip = await stranger.request.get(`${origin}/calls/${call.slug}/export.zip`)
    expect(zip.status()).toBe(200)
    const looking = await stranger.newPage()
    await looking.goto(`${call.url}/record`)
    await expectAccessible(looking)
    await stranger.close()
    await person.close()
  })
})

describe('a guest without scripts', () => {
  it('is deleted too, and is a new guest afterwards', async () => {
    const phone = await aPhone(browser)
    const page = await phone.newPage()
    await handIn(page, call.url, 'A lamp of nobody', 'Words of a guest called Zubko.')
    await page.goto(`${origin}/en/me`)
    await expectAccessibleTo(phone, page.url())
    await page.goto(`${origin}/en/me/erase`)
    await page.getByLabel(/type the word/).fill('delete')
    await press(page, 'Delete me for good')
    expect(await page.getByText('Nothing here knows you any more.').count()).toBe(1)
    expect(await searched(phone, 'Zubko')).toBe(0)
    await handIn(page, call.url, 'A lamp again', 'Said anew.')
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('A lamp again')
    await phone.close()
  })
})
