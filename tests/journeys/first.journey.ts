import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import type { Browser } from 'playwright-core'
import { launch } from './browser.ts'
import { expectAccessible } from './accessible.ts'

let browser: Browser
beforeAll(async () => void (browser = await launch(inject('browser'))))
afterAll(() => browser.close())

it('greets a first visitor in the language of the browser, with no request to anybody else', async () => {
  const { origin } = inject('site')
  const context = await browser.newContext({ locale: 'uk-UA' })
  const page = await context.newPage()
  const others: string[] = []
  page.on('request', request => !request.url().startsWith(origin) && others.push(request.url()))
  const complaints: string[] = []
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
  await page.goto(origin)
  expect(await page.locator('html').getAttribute('lang')).toBe('uk')
  await expectAccessible(page)
  expect(others).toEqual([])
  expect(complaints).toEqual([])
  await context.close()
})

it('helps on from an address that does not exist', async () => {
  const { origin } = inject('site')
  const context = await browser.newContext()
  const page = await context.newPage()
  const response = await page.goto(`${origin}/en/no-such-page`)
  expect(response?.status()).toBe(404)
  expect(await page.getByRole('search').count()).toBeGreaterThan(0)
  await expectAccessible(page)
  await context.close()
})
