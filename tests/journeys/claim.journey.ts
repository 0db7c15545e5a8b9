import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { expectAccessible } from './accessible.ts'
import { launch } from './browser.ts'
import {
  aCallOf,
  aPhone,
  aTown,
  aVisitor,
  expectAccessibleTo,
  handIn,
  linkTo,
  press,
  signIn
} from './town.ts'
import type { TownCall } from './town.ts'

/** Contribute first, identify later: what somebody did as a guest is theirs once they say who they are. */
let browser: Browser
let call: TownCall
const { origin } = inject('site')

beforeAll(async () => {
  browser = await launch(inject('browser'))
  call = await aCallOf(await aTown(browser, 'claiming'), {
    slug: 'claimed-streets',
    question: 'Where should people sit?'
  })
})
afterAll(() => browser.close())

it('a guest on an old phone claims by a letter that is opened elsewhere', async () => {
  const phone = await aPhone(browser)
  const page = await phone.newPage()
  await handIn(page, call.url, 'Benches at the tram stop', 'Old people stand there in the rain.')
  const idea = page.url().split(/[?#]/)[0]!
  await page.goto(`${origin}/en/sign-in`)
  await expectAccessibleTo(phone, page.url())
  await page
    .getByLabel(/E-mail/i)
    .first()
    .fill('guest@claiming.example.org')
  expect(await page.locator('[name="claim"]').first().isChecked()).toBe(true)
  await press(page, 'Send me a link')
  const link = await linkTo('guest@claiming.example.org', 'sign-in/link')

  const desktop = await aVisitor(browser)
  const there = await desktop.newPage()
  await there.goto(link)
  expect(await there.getByText('What you did as a guest comes along').count()).toBe(1)
  await expectAccessible(there)
  await press(there, 'Sign in')
  await there.goto(`${origin}/en/me`)
  expect(await there.getByRole('link', { name: 'Benches at the tram stop' }).count()).toBe(1)
  await expectAccessible(there)
  await there.goto(idea)
  expect(await there.getByRole('link', { name: 'Change' }).count()).toBe(1)
  await desktop.close()
  await phone.close()
})

it('somebody who signed in without taking it along can still do so, and it is counted once', async () => {
  const visitor = await aVisitor(browser)
  const page = await visitor.newPage()
  await handIn(page, call.url, 'A wall to sit on', 'By the fountain.')
  await page.goto(`${origin}/en/sign-in`)
  await page
    .getByLabel(/E-mail/i)
    .first()
    .fill('later@claiming.example.org')
  await page.locator('[name="claim"]').first().uncheck()
  await press(page, 'Send me a link')
  await page.goto(await linkTo('later@claiming.example.org', 'sign-in/link'))
  await press(page, 'Sign in')
  await page.goto(`${origin}/en/me`)
  expect(await page.getByText('You did things here as a guest').count()).toBe(1)
  await expectAccessible(page)
  await press(page, 'Take them to my account')
  expect(page.url()).toContain('done=claimed')
  expect(await page.getByRole('link', { name: 'A wall to sit on' }).count()).toBe(1)
  expect(await page.getByText('You did things here as a guest').count()).toBe(0)
  await expectAccessible(page)
  await visitor.close()
})

it('nobody else comes by what a guest did', async () => {
  const phone = await aPhone(browser)
  const page = await phone.newPage()
  await handIn(page, call.url, 'Chairs in the library', 'There are five of them.')
  const stranger = await aVisitor(browser)
  await signIn(stranger, 'stranger@claiming.example.org')
  const there = await stranger.newPage()
  await there.goto(`${origin}/en/me`)
  expect(await there.getByText('Chairs in the library').count()).toBe(0)
  await stranger.close()
  await phone.close()
})
