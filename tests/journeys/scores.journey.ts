import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { expectAccessible } from './accessible.ts'
import { launch } from './browser.ts'
import { aCallOf, aPhone, aTown, aVisitor, closeSoon, expectAccessibleTo, handIn } from './town.ts'
import type { Town, TownCall } from './town.ts'

/** Ideas are scored from one to five, and the ranking says how sure one can be of them. */
let browser: Browser
let town: Town
let call: TownCall
const ideas: string[] = []
const { origin } = inject('site')

beforeAll(async () => {
  browser = await launch(inject('browser'))
  town = await aTown(browser, 'scoring')
  call = await aCallOf(town, {
    slug: 'scored-streets',
    question: 'Which of these is worth it?',
    settings: { respond: 'score', ranking: 'wilson' }
  })
  const author = await aVisitor(browser)
  const page = await author.newPage()
  for (const title of ['Trees along the road', 'A fountain of gold']) {
    await handIn(page, call.url, title, 'Judge it.')
    ideas.push(page.url().split(/[?#]/)[0]!)
  }
  await author.close()
})
afterAll(() => browser.close())

it('a guest on a phone without scripts gives a score, changes it and takes it back', async () => {
  const phone = await aPhone(browser)
  const page = await phone.newPage()
  const give = async (idea: string, score: string) => {
    await page.goto(idea)
    await page.locator('[name="body.score"]').first().selectOption(score)
    await page.locator('form:has([name="body.score"]) button:not([formaction])').first().click()
    await page.waitForLoadState()
    await page.goto(idea)
    expect(await page.locator('[name="body.score"]').first().inputValue()).toBe(score)
  }
  await give(ideas[0]!, '3')
  await expectAccessibleTo(phone, ideas[0]!)
  await give(ideas[0]!, '5')
  await give(ideas[1]!, '5')
  await page.locator('button[formaction*="take-back"]').first().click()
  await page.waitForLoadState()
  await page.goto(ideas[1]!)
  expect(await page.locator('button[formaction*="take-back"]').count()).toBe(0)
  await phone.close()
})

it('others score in the list, with a newer browser', async () => {
  for (const [first, second] of [
    ['5', '1'],
    ['4', '2']
  ] as const) {
    const visitor = await aVisitor(browser)
    const page = await visitor.newPage()
    for (const [idea, score] of [
      ['Trees along the road', first],
      ['A fountain of gold', second]
    ] as const) {
      await page.goto(call.url)
      const form = page.locator(`form:has([name="body.score"][aria-label$="${idea}"])`).first()
      await form.locator('select').selectOption(score)
      await form.locator('button:not([formaction])').first().click()
      await page.waitForLoadState()
    }
    await page.goto(call.url)
    await expectAccessible(page)
    await visitor.close()
  }
})

it('the result is a ranking, the same on the page, as a table and for programs', async () => {
  const stepId = await closeSoon(town, call)
  const visitor = await aPhone(browser)
  const page = await visitor.newPage()
  await page.goto(`${call.url}/result`)
  expect(await page.getByText('Trees along the road').count()).toBeGreaterThan(0)
  await expectAccessibleTo(visitor, page.url())
  const links = await page.locator('a[download]').evaluateAll(all => all.map(one => one.getAttribute('href')))
  expect(links.some(link => link?.includes('ranking.json'))).toBe(true)
  const json = (await (await visitor.request.get(`${call.url}/ranking.json`)).json()) as {
    step: { stepId: string }
    ranking: { rank: number; title: string }[]
  }
  expect(json.step.stepId).toBe(stepId)
  expect(json.ranking.map(({ rank, title }) => [rank, title])).toEqual([
    [1, 'Trees along the road'],
    [2, 'A fountain of gold']
  ])
  const table = await (await visitor.request.get(`${call.url}/result.csv`)).text()
  expect(
    table
      .split('\r\n')
      .slice(1, 3)
      .map(line => line.split(',')[2])
  ).toEqual(json.ranking.map(row => row.title))
  const feed = await visitor.request.get(`${origin}/calls/${call.slug}/feed.atom`)
  expect(feed.status()).toBe(200)
  await visitor.close()
})
