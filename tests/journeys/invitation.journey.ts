import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { expectAccessible } from './accessible.ts'
import { launch } from './browser.ts'
import { aPhone, aTown, aVisitor, expectAccessibleTo, linkTo, press, signIn } from './town.ts'
import type { Town } from './town.ts'

/** A colleague comes by invitation, to the role that was meant and to no other. */
let browser: Browser
let town: Town
const { origin } = inject('site')
const colleague = 'marta@inviting.example.org'

beforeAll(async () => {
  browser = await launch(inject('browser'))
  town = await aTown(browser, 'inviting')
})
afterAll(() => browser.close())

const invite = async (email: string, role: string) => {
  const page = await town.owner.newPage()
  await page.goto(`${origin}/en/desk/inviting/team`)
  await expectAccessible(page)
  await page.getByLabel('E-mail address').fill(email)
  await page.locator(`[name="role"][value="${role}"]`).check()
  await press(page, 'Send the invitation')
  expect(await page.getByText('The invitation is on its way.').count()).toBe(1)
  expect(await page.getByText(email).count()).toBeGreaterThan(0)
  await expectAccessible(page)
  await page.close()
}

it('an owner invites a colleague to moderate, and sees the invitation until it is accepted', async () => {
  await invite(colleague, 'moderator')
})

it('the colleague, who has no account yet, accepts on a phone without scripts', async () => {
  const phone = await aPhone(browser)
  const page = await phone.newPage()
  const invitation = await linkTo(colleague, 'invitation')
  await page.goto(invitation)
  expect(await page.getByText('Town of inviting invites you').count()).toBeGreaterThan(0)
  await expectAccessibleTo(phone, invitation)
  await press(page, 'Send me a link')
  await page.goto(await linkTo(colleague, 'sign-in/link'))
  await press(page, 'Sign in')
  expect(page.url()).toContain('/en/invitation')
  await press(page, 'Accept')
  expect(page.url()).toContain('/en/desk/inviting')
  await expectAccessibleTo(phone, page.url())
  await page.goto(`${origin}/en/calls`)
  await page.getByRole('button', { name: 'Menu' }).click()
  expect(await page.locator('header').getByRole('link', { name: 'Desk' }).isVisible()).toBe(true)
  expect((await page.goto(`${origin}/en/desk/inviting/settings`))!.status()).toBe(403)
  await page.goto(invitation)
  expect(await page.getByText('This invitation has been accepted.').count()).toBe(1)
  await phone.close()
})

it('an invitation taken back opens nothing, and says so', async () => {
  await invite('late@inviting.example.org', 'organiser')
  const invitation = await linkTo('late@inviting.example.org', 'invitation')
  const page = await town.owner.newPage()
  await page.goto(`${origin}/en/desk/inviting/team`)
  await press(page, /Withdraw it.*late@/)
  expect(await page.getByText('The invitation no longer works.').count()).toBe(1)
  const late = await aVisitor(browser)
  await signIn(late, 'late@inviting.example.org')
  const tried = await late.newPage()
  await tried.goto(invitation)
  expect(await tried.getByText('This invitation was withdrawn.').count()).toBe(1)
  expect(await tried.getByRole('button', { name: 'Accept' }).count()).toBe(0)
  expect(await tried.locator('header').getByRole('link', { name: 'Desk' }).count()).toBe(0)
  await expectAccessible(tried)
  await late.close()
  await page.close()
})
