import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { expectAccessible } from './accessible.ts'
import { launch } from './browser.ts'
import { aCallOf, aPhone, aTown, aVisitor, expectAccessibleTo, handIn, press, signIn } from './town.ts'
import type { Town, TownCall } from './town.ts'

/** An organiser reads a crowd of real ideas: themes by keyboard, what was said twice merged, one merge undone. */
let browser: Browser
let town: Town
let call: TownCall
let desk = ''
let mine = ''
const { origin } = inject('site')
const shots = process.env['SCREENSHOTS']

const shoot = async (page: Page, name: string) => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
}

/** Statements of residents (Bowling Green; see the README beside them). */
const statements = readFileSync('examples/bowling-green/comments.csv', 'utf8')
  .split('\n')
  .map(row => /^(?:[^,]*,){7}"?([^"]{30,180}?)"?\r?$/.exec(row)?.[1])
  .filter(text => text !== undefined)
  .slice(0, 120)

beforeAll(async () => {
  browser = await launch(inject('browser'))
  town = await aTown(browser, 'read')
  call = await aCallOf(town, { slug: 'better-town', question: 'What would make the town better?' })
  desk = `${origin}/en/desk/read/calls/${call.callId}`
  const { steps } = (await (await town.owner.request.get(`${origin}/api/v1/calls/${call.slug}`)).json()) as {
    steps: { stepId: string }[]
  }
  const said = [...statements, 'A covered bus stop at the old mill']
  const items = said.map((text, n) => ({ key: `${n}`, body: { title: text.slice(0, 110), text } }))
  const imported = await town.owner.request.post(
    `${origin}/api/v1/calls/${call.callId}/steps/${steps[0]!.stepId}/imports/contributions`,
    {
      headers: { origin },
      data: { source: 'bowling-green', items }
    }
  )
  expect(imported.status(), await imported.text()).toBe(200)
})
afterAll(() => browser.close())

describe('a crowd that is read', () => {
  it('has somebody ask for what was asked for before', async () => {
    const author = await aVisitor(browser)
    await signIn(author, 'author@read.example.org')
    const page = await author.newPage()
    await handIn(page, call.url, 'A covered bus stop by the old mill', 'We wait in the rain.')
    mine = page.url().split(/[?#]/)[0]!
    // The other one came on paper, and was typed in; the author supports it too.
    await page.goto(`${call.url}/all?q=at+the+old+mill`)
    await page.locator('main h2 a, main h3 a').first().click()
    await page.waitForURL(/\/calls\/[^/]+\/[0-9a-f-]{36}/)
    await page.locator('.respond button').first().click()
    await author.close()
  })

  it('is analysed while its pages stay there, and says who was heard', async () => {
    const page = await town.owner.newPage()
    await page.goto(`${desk}/analysis`)
    await expectAccessible(page)
    await shoot(page, 'analysis-none')
    await press(page, 'Read all contributions')
    await expect
      .poll(
        async () => {
          await page.goto(`${desk}/analysis`)
          return page.getByText(/contributions read/).count()
        },
        { timeout: 30_000, interval: 500 }
      )
      .toBe(1)
    await expectAccessible(page)
    await shoot(page, 'analysis-themes')
    expect(await page.locator('.themes > li').count()).toBeGreaterThan(2)
    await page.close()
  })

  it('is sorted by keyboard: all accepted at once, one renamed, two merged', async () => {
    const page = await town.owner.newPage()
    await page.goto(`${desk}/analysis`)
    const accept = page.getByRole('button', { name: /^Accept (all )?\d+ suggested/ })
    await accept.focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/done=accepted/)
    const summary = page.locator('.themes > li').first().locator('summary')
    await summary.focus()
    await page.keyboard.press('Enter')
    const name = page.locator('.themes > li').first().locator('[name=name]')
    await name.fill('Streets and roads')
    await page.keyboard.press('Enter')
    await page.waitForURL(/done=changed/)
    expect(await page.getByText('The program called it:').count()).toBe(1)
    const before = await page.locator('.themes > li').count()
    for (const n of [1, 2]) {
      await page.locator('.themes > li').nth(n).locator('input[type=checkbox]').focus()
      await page.keyboard.press('Space')
    }
    await page.locator('#into').selectOption({ index: 1 })
    await page.getByRole('button', { name: 'Merge', exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.waitForLoadState()
    await expect.poll(() => page.locator('.themes > li').count()).toBe(before - 1)
    await expectAccessible(page)
    await page.locator('.themes h3 a').first().click()
    await page.waitForURL(/members/)
    await expectAccessible(page)
    await shoot(page, 'analysis-members')
    await page.close()
  })

  it('shows accepted themes to everybody, without scripts too', async () => {
    const phone = await aPhone(browser)
    const page = await phone.newPage()
    await page.goto(`${call.url}/all`)
    expect(await page.getByText('Streets and roads').count()).toBeGreaterThan(0)
    await expectAccessibleTo(phone, `${call.url}/mosaic`)
    await phone.close()
  })

  it('has what was said twice merged, and its author sees where it went', async () => {
    const page = await town.owner.newPage()
    await page.goto(`${desk}/analysis/copies`)
    expect(await page.getByText('A covered bus stop by the old mill').count()).toBeGreaterThan(0)
    await expectAccessible(page)
    await shoot(page, 'analysis-copies')
    const pair = page.locator('li', { hasText: 'A covered bus stop by the old mill' })
    await pair.getByRole('button', { name: /^The same: merge/ }).focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/done=merged/)
    await page.close()
    const phone = await aPhone(browser)
    const reading = await phone.newPage()
    await reading.goto(mine)
    const other = reading.getByRole('link', { name: 'A covered bus stop', exact: false })
    expect(await reading.getByText('Merged into', { exact: true }).count()).toBe(1)
    expect(await other.count()).toBeGreaterThan(0)
    await shoot(reading, 'merged-phone')
    await expectAccessibleTo(phone, mine)
    await phone.close()
  })

  it('has one merge undone, within the record', async () => {
    const page = await town.owner.newPage()
    await page.goto(`${desk}/analysis/reshaped`)
    await expectAccessible(page)
    await shoot(page, 'analysis-reshaped')
    await page.locator('summary', { hasText: 'Undo' }).first().click()
    await page.locator('details[open] [name=reason]').first().fill('They are two stops after all.')
    await press(page, 'Undo')
    await page.waitForURL(/done=undone/)
    await page.goto(mine)
    expect(await page.getByText('Merged into', { exact: true }).count()).toBe(0)
    await page.close()
  })
})
