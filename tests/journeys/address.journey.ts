import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { expectAccessible } from './accessible.ts'
import { launch } from './browser.ts'
import { findLetter } from './start-server.ts'
import { aPhone, aTown, aVisitor, expectAccessibleTo, linkTo, press, signIn } from './town.ts'

/** People and organisations say for themselves how they are reached. */
let browser: Browser
const { origin, dataFolder } = inject('site')

beforeAll(async () => void (browser = await launch(inject('browser'))))
afterAll(() => browser.close())

it('somebody takes another address: the new mailbox confirms it, the old one is told', async () => {
  const person = await aVisitor(browser)
  await signIn(person, 'before@moving.example.org')
  const page = await person.newPage()
  await page.goto(`${origin}/en/me/account`)
  await expectAccessible(page)
  await page.getByLabel('New e-mail address').fill('before@moving.example.org')
  await press(page, 'Send a link there')
  expect(await page.locator('[aria-invalid="true"]').count()).toBe(1)
  await expectAccessible(page)
  await page.getByLabel('New e-mail address').fill('after@moving.example.org')
  await press(page, 'Send a link there')
  expect(await page.getByText('Look into your new mailbox').count()).toBe(1)
  await expectAccessible(page)

  const link = await linkTo('after@moving.example.org', 'sign-in/new-address')
  const phone = await aPhone(browser)
  const there = await phone.newPage()
  await there.goto(link)
  await expectAccessibleTo(phone, link)
  await press(there, 'Confirm the address')
  expect(await there.getByText('Your new address holds.').count()).toBe(1)
  await there.goto(link)
  await press(there, 'Confirm the address')
  expect(await there.getByText('This link no longer works').count()).toBe(1)
  await expectAccessibleTo(phone, link)
  await phone.close()

  await findLetter(dataFolder, 'before@moving.example.org', /Your account now has another address/)
  await page.goto(`${origin}/en/me/account`)
  expect(await page.getByText('You sign in as after@moving.example.org').count()).toBe(1)
  await page.locator('[name="hearsResults"]').uncheck()
  await press(page, 'Save')
  await page.goto(`${origin}/en/me/account`)
  expect(await page.locator('[name="hearsResults"]').isChecked()).toBe(false)
  await person.close()
})

it('an organisation says in its own words who it is and how accessible its texts are', async () => {
  const { owner, slug } = await aTown(browser, 'stating')
  const page = await owner.newPage()
  const statement = (name: string) => page.goto(`${origin}/en/organisations/${slug}/${name}`)
  await statement('accessibility')
  expect(await page.getByText('WCAG 2.2').count()).toBeGreaterThan(0)
  await page.goto(`${origin}/en/desk/${slug}/settings`)
  await expectAccessible(page)
  await page.getByLabel('Imprint').fill('Registered under **number 77**.')
  await page.getByLabel('Accessibility statement').fill('Our maps have no words yet.\n\n- Ask Olena.')
  await page.locator('form[action="?/edit"] button').last().click()
  await page.waitForURL(/done=saved/)
  await statement('imprint')
  expect(await page.locator('strong', { hasText: 'number 77' }).count()).toBe(1)
  expect(await page.getByText(`Town of ${slug}`).count()).toBeGreaterThan(0)
  await expectAccessible(page)
  await statement('accessibility')
  expect(await page.getByText('Our maps have no words yet.').count()).toBe(1)
  await expectAccessible(page)
  await owner.close()
})
