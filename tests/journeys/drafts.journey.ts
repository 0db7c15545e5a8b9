import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { expectAccessible } from './accessible.ts'
import { launch } from './browser.ts'
import { aCallOf, aTown, expectAccessibleTo, press } from './town.ts'
import type { Town, TownCall } from './town.ts'

/** An organiser has a machine draft a summary, reads what it rests on, changes it and signs. */
let browser: Browser
let town: Town
let call: TownCall
let desk = ''
const { origin } = inject('site')
const shots = process.env['SCREENSHOTS']

beforeAll(async () => {
  browser = await launch(inject('browser'))
  town = await aTown(browser, 'drafting')
  call = await aCallOf(town, { slug: 'seats', question: 'Where are seats missing?' })
  desk = `${origin}/en/desk/drafting/calls/${call.callId}`
  const { request } = town.owner
  const api = `${origin}/api/v1/calls/${call.callId}`
  const { steps } = (await (await request.get(`${origin}/api/v1/calls/${call.slug}`)).json()) as {
    steps: { stepId: string }[]
  }
  const said = [
    'Benches by the school',
    'Benches in the park, where people wait for a long time',
    'Shade over benches'
  ]
  await request.post(`${api}/steps/${steps[0]!.stepId}/imports/contributions`, {
    headers: { origin },
    data: { source: 'paper', items: said.map((title, n) => ({ key: `${n}`, body: { title, text: title } })) }
  })
  const { items } = (await (await request.get(`${api}/theme-members`)).json()) as {
    items: { contributionId: string }[]
  }
  const made = await request.post(`${api}/themes`, {
    headers: { origin },
    data: { name: 'Benches', contributionIds: items.map(item => item.contributionId) }
  })
  expect(made.status(), await made.text()).toBeLessThan(300)
})
afterAll(() => browser.close())

it('a machine drafts, a person reads what each sentence rests on, changes it and signs', async () => {
  const page = await town.owner.newPage()
  await page.goto(`${desk}/analysis`)
  await page.locator('.themes input[type=checkbox]').check()
  await page.locator('#kind').selectOption('theme-summary')
  await press(page, 'Ask')
  await page.waitForURL(/done=asked/)
  await expectAccessible(page)
  await expect
    .poll(
      async () => {
        await page.goto(`${desk}/analysis/drafts`)
        return page.getByText('draft by a machine, not signed').count()
      },
      { timeout: 15_000, interval: 500 }
    )
    .toBe(1)
  await page.locator('summary', { hasText: 'rests on' }).first().click()
  await expectAccessible(page)
  await expectAccessibleTo(town.owner, `${desk}/analysis/drafts`)
  expect(await page.locator(`.case a[href*="/calls/${call.slug}/"]`).count()).toBeGreaterThan(0)
  if (shots) await look()
  const guest = await browser.newContext()
  const seen = async () => (await guest.request.get(`${origin}/api/v1/calls/${call.callId}/themes`)).text()
  expect(await seen()).not.toContain('machine sentence')
  await page.getByLabel('The text you sign').fill('Many ask for benches in the shade.')
  await press(page, /^Sign/)
  await page.waitForURL(/done=signed/)
  await page.getByText('drafted by a machine, signed by a person').waitFor()
  await expectAccessible(page)
  expect(await seen()).toContain('Many ask for benches in the shade.')
  if (shots) await page.screenshot({ path: `${shots}/drafts-signed.png`, fullPage: true })
  await guest.close()
  await page.close()
})

/** On a phone, in the dark, in Ukrainian. */
async function look(): Promise<void> {
  const storageState = await town.owner.storageState()
  for (const language of ['en', 'uk'])
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [360, 1280])
        for (const [path, name] of [
          ['analysis', 'ask'],
          ['analysis/drafts', 'drafts']
        ]) {
          const context = await browser.newContext({
            storageState,
            colorScheme,
            viewport: { width, height: 800 }
          })
          const page = await context.newPage()
          await page.goto(`${desk.replace('/en/', `/${language}/`)}/${path}`)
          await page.screenshot({
            path: `${shots}/${name}-${language}-${colorScheme}-${width}.png`,
            fullPage: true
          })
          await context.close()
        }
}
