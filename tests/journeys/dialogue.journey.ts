import { readFile } from 'node:fs/promises'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { readPolis } from '../../src/core/exchange/import/read-polis.server.ts'
import { statements as statementBody } from '../../src/methods/ideas/statements.ts'
import { expectAccessible } from './accessible.ts'
import { launch } from './browser.ts'
import {
  aCallOf,
  aPhone,
  aTown,
  aVisitor,
  closeSoon,
  expectAccessibleTo,
  handIn,
  press,
  signIn
} from './town.ts'
import type { Town, TownCall } from './town.ts'

/**
 * A whole dialogue over 896 real ideas (Bowling Green; see the README beside them): read into themes, near-copies merged,
 * all answered, a milestone, concluded; and what becomes of one person's idea among them. Every click and every key that
 * the organiser needs from the raw ideas to the last answer is counted.
 */
let browser: Browser
let town: Town
let call: TownCall
let author: BrowserContext
/** The organiser's one page: nothing is reached but by what is on it. */
let page: Page
let mine = ''
let ideas = 0
const { origin } = inject('site')
const mostPresses = 150
const shots = process.env['SCREENSHOTS']

const shoot = async (at: Page, name: string) => {
  if (shots) await at.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
}

/** What hands do. Words come from the organiser's own notes by copying, as a reason is written and agreed elsewhere. */
const hands = {
  presses: 0,
  async click(what: Locator): Promise<void> {
    this.presses += 1
    await what.click()
  },
  /** A key, or several held together: each counts. */
  async key(keys: string): Promise<void> {
    this.presses += keys.split('+').length
    await page.keyboard.press(keys)
  },
  async paste(words: string): Promise<void> {
    await page.evaluate(text => navigator.clipboard.writeText(text), words)
    await this.key('Control+V')
  },
  /** Opens a list of choices and takes one of it. */
  async choose(what: Locator, option: { index: number }): Promise<void> {
    this.presses += 2
    await what.selectOption(option)
  }
}

const inMain = (role: 'button' | 'link', name: string | RegExp) =>
  page.locator('main').getByRole(role, { name }).first()

beforeAll(async () => {
  browser = await launch(inject('browser'))
  town = await aTown(browser, 'bowling')
  call = await aCallOf(town, {
    slug: 'better-place',
    question: 'What should change here?',
    settings: statementBody.settings
  })
  const { statements } = await readPolis('examples/bowling-green')
  ideas = statements.length
  const { steps } = (await (await town.owner.request.get(`${origin}/api/v1/calls/${call.slug}`)).json()) as {
    steps: { stepId: string }[]
  }
  const items = statements.map(({ id, author: key, text }) => ({
    key: id,
    author: key,
    body: statementBody.body(text, id)
  }))
  for (let from = 0; from < items.length; from += 450) {
    const imported = await town.owner.request.post(
      `${origin}/api/v1/calls/${call.callId}/steps/${steps[0]!.stepId}/imports/contributions`,
      { headers: { origin }, data: { source: 'bowling-green', items: items.slice(from, from + 450) } }
    )
    expect(imported.status(), await imported.text()).toBe(200)
  }
})
afterAll(() => browser.close())

const nearCopy = 'We need a whole foods store here'

it('a call collects, one more among many, and closes', async () => {
  author = await aVisitor(browser)
  await signIn(author, 'author@bowling.example.org')
  const handing = await author.newPage()
  await handIn(handing, call.url, nearCopy, '')
  mine = handing.url().split(/[?#]/)[0]!
  await handing.close()
  await closeSoon(town, call)
  await town.owner.grantPermissions(['clipboard-read', 'clipboard-write'])
  town.owner.setDefaultTimeout(15_000)
  page = await town.owner.newPage()
  await page.goto(`${origin}/en/desk/bowling/calls/${call.callId}`)
})

describe('an organiser with 896 real ideas', () => {
  it('has them read, and the themes accepted, named and merged', async () => {
    expect(ideas).toBe(896)
    await hands.click(inMain('link', 'Themes and near-copies'))
    await hands.click(inMain('button', 'Read all contributions'))
    await page.getByText(/contributions read/).waitFor({ timeout: 60_000 })
    await expectAccessible(page)
    await shoot(page, 'desk-analysis')
    await hands.click(inMain('button', /^Accept (all )?\d+ suggested/))
    await page.waitForURL(/done=accepted/)
    const first = page.locator('.themes > li').first()
    await hands.click(first.locator('summary'))
    await hands.click(first.locator('[name=name]'))
    await hands.key('Control+A')
    await hands.paste('Streets and roads')
    await hands.key('Enter')
    await page.waitForURL(/done=changed/)
    expect(await page.getByText('The program called it: traffic').count()).toBe(1)
    await mergeThemes(/sidewalk|bypass|drivers|bike/, 'Streets and roads')
    await mergeThemes(/university|campus/, /^school/)
    await mergeThemes(/rental|income/, /housing/)
    await mergeThemes(/recycling/, /^litter/)
    await expectAccessible(page)
  })

  it('merges what was said twice', async () => {
    await hands.click(inMain('link', /^Near-copies/))
    await expectAccessible(page)
    await shoot(page, 'desk-copies')
    const pairs = page.locator('main li:has(.pair)')
    const before = await pairs.count()
    await hands.click(
      pairs
        .filter({ hasText: nearCopy })
        .first()
        .getByRole('button', { name: /^The same/ })
    )
    await page.waitForURL(/done=merged/)
    for (const n of [0, 1]) await hands.click(pairs.nth(n).locator('[type=checkbox]'))
    await hands.click(page.locator('#many').getByRole('button', { name: /^The same/ }))
    await page.waitForLoadState()
    expect(before).toBeGreaterThan(3)
    await hands.click(inMain('link', 'Merged and split'))
    expect(await page.getByText(nearCopy).count()).toBeGreaterThan(0)
    await hands.click(inMain('link', 'What should change here?'))
  })

  it('answers all by theme, going from one to the next', async () => {
    await hands.click(inMain('link', 'Answers'))
    await expectAccessible(page)
    await shoot(page, 'desk-answers')
    const groups = await page.getByRole('link', { name: /^Answer: / }).count()
    await hands.click(page.getByRole('link', { name: /^Answer: Streets and roads/ }))
    for (let group = 0; group < groups; group += 1) await answer(group)
    expect(await page.getByText('Nothing waits here').count()).toBe(1)
    expect(await page.getByText(/\(100%\)/).count()).toBeGreaterThan(0)
    expect(hands.presses).toBeLessThanOrEqual(mostPresses)
    console.log(
      `${ideas + 1} contributions in ${groups} groups answered with ${hands.presses} clicks and keys`
    )
  })

  it('plans a milestone from what was accepted, and concludes', async () => {
    const desk = `${origin}/en/desk/bowling/calls/${call.callId}`
    await page.goto(`${desk}/milestones`)
    await page.getByLabel('What will be done').fill('Three lanes and crossings on Scottsville Road')
    await page.getByLabel('By when').fill('2027-09-30')
    await page.getByLabel('Who sees to it').fill('The department of streets')
    await page.getByLabel('All that an answer accepted').selectOption({ index: 1 })
    await expectAccessible(page)
    await shoot(page, 'desk-milestones')
    await press(page, 'Plan it')
    expect(page.url()).toContain('done=planned')
    await page.goto(`${desk}/conclude`)
    await page.getByLabel('Your answer to everybody').fill('Every idea has an answer; the roads come first.')
    await press(page, 'Conclude the call')
    expect(page.url()).toContain('done=concluded')
    await expectAccessible(page)
  })
})

describe('whose idea was merged', () => {
  it('sees why, where it went, and what was answered', async () => {
    const reading = await author.newPage()
    await reading.goto(mine)
    expect(await reading.getByText('Merged into', { exact: true }).count()).toBe(1)
    expect(await reading.getByText(/^Reason: ./).count()).toBeGreaterThan(0)
    const answered = await reading.locator('#answer').innerText()
    expect(reasons.some(({ words }) => answered.includes(words))).toBe(true)
    await expectAccessible(reading)
    await shoot(reading, 'merged')
    await reading.locator('main .notice a').first().click()
    await reading.waitForURL(url => url.pathname !== new URL(mine).pathname)
    expect(await reading.getByRole('heading', { level: 1 }).textContent()).toMatch(/whole food/i)
    await expectAccessible(reading)
    await reading.close()
  })

  it('gets a certificate that can be kept as a PDF', async () => {
    const own = await author.newPage()
    await own.goto(`${origin}/en/me/page`)
    await own.locator('#certificates [name=callId]').selectOption({ label: 'What should change here?' })
    await own.locator('#certificates [name=name]').fill('Ada Author')
    await own.locator('#certificates form button').click()
    await own.waitForURL(/done=saved/)
    await expectAccessible(own)
    await own.locator('#certificates a', { hasText: 'What should change here?' }).click()
    await own.waitForURL(/\/certificate\//)
    expect(await own.getByRole('heading', { level: 1 }).textContent()).toContain('Ada Author')
    const credited = own.locator('li', { has: own.getByRole('link', { name: nearCopy }) })
    expect(await credited.getByText('open', { exact: true }).count()).toBe(0)
    await expectAccessible(own)
    await shoot(own, 'certificate')
    const coming = own.waitForEvent('download')
    await own.locator('a[href$=".pdf"]').click()
    const pdf = await readFile(await (await coming).path())
    expect(pdf.subarray(0, 4).toString('latin1')).toBe('%PDF')
    await own.close()
  })
})

it('everybody sees all of it lit by what became of it, on a phone without scripts', async () => {
  const phone = await aPhone(browser)
  const reading = await phone.newPage()
  await reading.goto(call.url)
  expect(await reading.getByText(/\(100%\)/).count()).toBeGreaterThan(0)
  for (const part of ['', '/milestones', '/mosaic', '/changelog'])
    await expectAccessibleTo(phone, `${call.url}${part}`)
  await reading.goto(`${origin}/en/organisations/bowling/promises`)
  expect(await reading.getByText('What should change here?').count()).toBeGreaterThan(0)
  await expectAccessibleTo(phone, reading.url())
  await phone.close()
})

/** Chooses themes by their boxes and puts them into another. */
async function mergeThemes(which: RegExp, into: string | RegExp): Promise<void> {
  const themes = page.locator('.themes > li')
  const chosen = themes.filter({ has: page.getByRole('heading', { name: which }) })
  const merged = await chosen.count()
  expect(merged).toBeGreaterThan(0)
  const before = await themes.count()
  for (const one of await chosen.all()) await hands.click(one.locator('input[type=checkbox]'))
  const names = await page.locator('#into option').allTextContents()
  await hands.choose(page.locator('#into'), {
    index: names.findIndex(name => (typeof into === 'string' ? name === into : into.test(name)))
  })
  await hands.click(page.getByRole('button', { name: 'Merge', exact: true }))
  await expect.poll(() => themes.count()).toBe(before - merged)
}

const reasons = [
  { status: 'accepted', words: 'We agree: it is in the plan of the next two years, and money is set aside.' },
  {
    status: 'done',
    words: 'This was built last year; the address and the hours are on the page of the town.'
  },
  {
    status: 'partly-accepted',
    words: 'A part of it is being done; for the rest there is no money this year.'
  },
  { status: 'declined', words: 'This is for the state to decide; we have passed on what you said.' }
] as const

/** Answers the theme that is open, and is led to the next. */
async function answer(group: number): Promise<void> {
  const { status, words } = reasons[group % reasons.length]!
  const here = page.url()
  await hands.click(page.locator(`[name=status][value=${status}]`))
  await hands.click(page.getByLabel('Reason'))
  await hands.paste(words)
  if (group === 0) await expectAccessible(page)
  await hands.click(inMain('button', /^Publish/))
  await page.waitForURL(url => url.href !== here)
}
