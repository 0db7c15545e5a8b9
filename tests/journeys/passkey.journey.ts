import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { expectAccessible } from './accessible.ts'
import { launch } from './browser.ts'
import { aPhone, aVisitor, press, signIn } from './town.ts'

/** Whoever has a passkey signs in with it, without a letter and without a password. */
let browser: Browser
let person: BrowserContext
const { origin } = inject('site')

beforeAll(async () => {
  browser = await launch(inject('browser'))
  person = await aVisitor(browser)
  await signIn(person, 'keys@passkey.example.org')
})
afterAll(() => browser.close())

it('a passkey is added, opens the door, and opens nothing once it is taken away', async () => {
  const page = await person.newPage()
  const device = await person.newCDPSession(page)
  await device.send('WebAuthn.enable')
  await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true
    }
  })
  await page.goto(`${origin}/en/me/keys`)
  await expectAccessible(page)
  await page.locator('form[data-passkey-add] [name="name"]').fill('My phone')
  await page.locator('form[data-passkey-add] button').click()
  await page.waitForURL(/done=passkey/)
  expect(await page.getByText('My phone').count()).toBeGreaterThan(0)
  await expectAccessible(page)

  await press(page, 'Sign out')
  if (page.url().includes('sign-out')) await press(page, 'Sign out')
  expect((await page.goto(`${origin}/en/me`))!.status()).toBe(401)
  await page.goto(`${origin}/en/sign-in`)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.waitForURL(/\/en\/me$/)
  await page.goto(`${origin}/en/me/keys`)
  await press(page, /^Remove.*My phone|My phone/)
  expect(page.url()).toContain('done=passkey-dropped')

  await press(page, 'Sign out')
  if (page.url().includes('sign-out')) await press(page, 'Sign out')
  await page.goto(`${origin}/en/sign-in`)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.getByText('That did not work.').waitFor({ timeout: 15_000 })
  await page.close()
})

it('a browser without scripts is told that passkeys need them, and has other ways in', async () => {
  const phone = await aPhone(browser)
  const page = await phone.newPage()
  await page.goto(`${origin}/en/sign-in`)
  expect(await page.getByRole('button', { name: 'Sign in with a passkey' }).isVisible()).toBe(false)
  expect(await page.getByRole('button', { name: 'Send me a link' }).isVisible()).toBe(true)
  await phone.close()
})
