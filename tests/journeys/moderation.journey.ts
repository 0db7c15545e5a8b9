import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { expectAccessible } from './accessible.ts'
import { launch } from './browser.ts'
import { findLetter } from './start-server.ts'
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
import type { Town } from './town.ts'

/** Nothing is shown that nobody has looked at, where the organiser wants it so; and what goes from view goes with a reason. */
let browser: Browser
let town: Town
let call: { callId: string; url: string }
let author: BrowserContext
let guest: BrowserContext
/** Another moderator, at a phone. */
let other: BrowserContext
let idea = ''
let decision = ''
const second = 'second@moderated.example.org'
const { origin, dataFolder } = inject('site')

beforeAll(async () => {
  browser = await launch(inject('browser'))
  town = await aTown(browser, 'moderated')
  call = await aCallOf(town, {
    slug: 'moderated-streets',
    question: 'Which streets need light?',
    settings: { moderation: 'before' }
  })
  author = await aVisitor(browser)
  await signIn(author, 'author@moderated.example.org')
  guest = await aPhone(browser)
  const page = await town.owner.newPage()
  await page.goto(`${origin}/en/desk/moderated/team`)
  await page.getByLabel('E-mail address').fill(second)
  await page.locator('[name="role"][value="moderator"]').check()
  await press(page, 'Send the invitation')
  await page.close()
  other = await aPhone(browser)
  await signIn(other, second)
  const accepting = await other.newPage()
  await accepting.goto(await linkTo(second, 'invitation'))
  await press(accepting, 'Accept')
  await accepting.close()
})
afterAll(() => browser.close())

describe('an idea that is looked at before it is shown', () => {
  it('is held, which its author is told and nobody else', async () => {
    const page = await guest.newPage()
    await handIn(page, call.url, 'Light by the school', 'It is dark there at four in winter.')
    expect(await page.getByText('A moderator looks at it first').count()).toBe(1)
    await expectAccessibleTo(guest, page.url())
    idea = page.url().split(/[?#]/)[0]!
    await page.close()
    const stranger = await aVisitor(browser)
    expect((await stranger.request.get(idea)).status()).toBe(404)
    await stranger.close()
  })

  it('waits at the desk, and is shown once somebody publishes it', async () => {
    const page = await town.owner.newPage()
    await page.goto(`${origin}/en/desk/moderated/calls/${call.callId}/moderation`)
    expect(await page.getByText('It is dark there at four in winter.').count()).toBe(1)
    await expectAccessible(page)
    await press(page, /^Publish/)
    expect(await page.getByText('It is in view.').count()).toBe(1)
    expect(await page.getByText('Nothing waits').count()).toBe(1)
    await expectAccessible(page)
    await page.close()
    const stranger = await aPhone(browser)
    const reading = await stranger.newPage()
    await reading.goto(idea)
    expect(await reading.getByRole('heading', { level: 1 }).textContent()).toContain('Light by the school')
    await stranger.close()
  })
})

describe('an idea taken from view', () => {
  let taken = ''
  it('is flagged by a reader, without scripts', async () => {
    const page = await author.newPage()
    await handIn(page, call.url, 'Ask Mr Bondar of number five', 'He never puts his lamp on.')
    taken = page.url().split(/[?#]/)[0]!
    await page.close()
    const desk = await town.owner.newPage()
    await desk.goto(`${origin}/en/desk/moderated/calls/${call.callId}/moderation`)
    await press(desk, /^Publish/)
    await desk.close()
    const reader = await aPhone(browser)
    const reading = await reader.newPage()
    await reading.goto(taken)
    await reading.locator('summary', { hasText: 'Report' }).first().click()
    await reading.locator('form[action*="flag"] [name="ground"]').first().selectOption('private')
    await reading.locator('form[action*="flag"] button:not([name])').first().click()
    await reading.waitForLoadState()
    expect(reading.url()).toContain('done=flag')
    await reader.close()
  })

  it('is hidden with a ground and a reason, never without', async () => {
    const page = await town.owner.newPage()
    await page.goto(`${origin}/en/desk/moderated/calls/${call.callId}/moderation`)
    expect(await page.getByText('names private things (1)').count()).toBe(1)
    await page.locator('summary', { hasText: 'Another decision' }).first().click()
    const one = page.locator('[data-case]')
    const reason = one.getByRole('textbox', { name: 'Reason' })
    await reason.evaluate(field => field.removeAttribute('required'))
    await one.getByLabel('Ground').selectOption('private')
    await one.getByRole('button', { name: 'Decide' }).click()
    await page.waitForLoadState()
    expect(await page.locator('[aria-invalid="true"]').count()).toBe(1)
    await expectAccessible(page)
    await one.getByLabel('Ground').selectOption('private')
    await reason.fill('It names a neighbour. Say which street is dark instead.')
    await one.getByRole('button', { name: 'Decide' }).click()
    await page.waitForLoadState()
    expect(await page.getByText('It is hidden, and its author is told why.').count()).toBe(1)
    await page.goto(`${origin}/en/desk/moderated/calls/${call.callId}/moderation/decided`)
    expect(await page.getByText('It names a neighbour.').count()).toBeGreaterThan(0)
    await expectAccessible(page)
    await page.close()
  })

  it('is gone for others, and its author reads the reason in a letter', async () => {
    const stranger = await aPhone(browser)
    const gone = await stranger.newPage()
    expect((await gone.goto(taken))!.status()).toBe(410)
    expect(await gone.getByText('Ask Mr Bondar').count()).toBe(0)
    await expectAccessibleTo(stranger, taken)
    await stranger.close()
    await findLetter(dataFolder, 'author@moderated.example.org', /It names a neighbour\. Say which street/)
    const page = await author.newPage()
    await page.goto(taken)
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Ask Mr Bondar')
    await expectAccessible(page)
    await page.close()
  })

  it('is contested by its author, once, at the page that states the reasons', async () => {
    const page = await author.newPage()
    await page.goto(taken)
    await page.getByRole('link', { name: 'See the reasons' }).click()
    await page.waitForLoadState()
    expect(await page.getByText('names private things').count()).toBe(1)
    expect(await page.getByText('A person decided, not a program.').count()).toBe(1)
    await expectAccessible(page)
    await page.getByLabel('Why the decision is wrong').fill('Bondar Street is a street. I named nobody.')
    await press(page, 'Contest the decision')
    decision = page.url().split(/[?#]/)[0]!
    expect(await page.getByText('Another moderator will look at it.').count()).toBeGreaterThan(0)
    expect(await page.getByRole('button', { name: 'Contest the decision' }).count()).toBe(0)
    await expectAccessible(page)
    const stranger = await aPhone(browser)
    const reading = await stranger.newPage()
    expect((await reading.goto(page.url()))!.status()).toBe(404)
    await stranger.close()
    await page.close()
  })

  it('comes back when another moderator than the one who decided finds the decision wrong', async () => {
    const appeals = `${origin}/en/desk/moderated/calls/${call.callId}/moderation/appeals`
    const page = await town.owner.newPage()
    await page.goto(appeals)
    expect(await page.getByText('You made this decision').count()).toBe(1)
    await page.locator('summary', { hasText: 'Settle the appeal' }).click()
    await page.locator('[name="outcome"][value="upheld"]').check()
    await page.getByLabel('Reason').fill('I still think so.')
    await press(page, /^Settle the appeal$/)
    expect(await page.getByText('You made this decision yourself').count()).toBe(1)
    await expectAccessible(page)
    const looking = await other.newPage()
    await looking.goto(appeals)
    expect(await looking.getByText('I named nobody.').count()).toBe(1)
    await looking.locator('[name="outcome"][value="reversed"]').check()
    await looking.getByLabel('Reason').fill('It is a street indeed.')
    await press(looking, /^Settle the appeal$/)
    expect(await looking.getByText('The decision is undone').count()).toBe(1)
    await expectAccessibleTo(other, appeals)
    await other.close()
    await page.close()
  })

  it('is read by everybody again; the author is told why, and the public numbers count it', async () => {
    const stranger = await aPhone(browser)
    const reading = await stranger.newPage()
    expect((await reading.goto(taken))!.status()).toBe(200)
    await expectAccessibleTo(stranger, taken)
    await reading.goto(`${call.url}/moderation`)
    expect(await reading.getByText('0 · 0 · 1').count()).toBe(1)
    await expectAccessibleTo(stranger, reading.url())
    await stranger.close()
    await findLetter(dataFolder, 'author@moderated.example.org', /Another moderator looked again/)
    const page = await author.newPage()
    await page.goto(decision)
    expect(await page.getByText('It is a street indeed.').count()).toBe(1)
    await expectAccessible(page)
    await page.close()
  })
})

describe('what a program holds', () => {
  it('is told to its author at once, and by which kind of rule', async () => {
    const page = await town.owner.newPage()
    const guards = `${origin}/en/desk/moderated/calls/${call.callId}/moderation/guards`
    await page.goto(guards)
    await page.getByLabel('Words, one a line').fill('casin*')
    await page.getByLabel('People are trusted after').fill('2')
    await press(page, 'Save')
    expect(await page.getByText('It holds from now on.').count()).toBe(1)
    await expectAccessible(page)
    await page.close()
    const phone = await aPhone(browser)
    const writing = await phone.newPage()
    await handIn(writing, call.url, 'Lamps of the casino', 'See bit.ly/lamps for more.')
    expect(await writing.getByText('a link to look at and a word on this call’s list').count()).toBe(1)
    await expectAccessibleTo(phone, writing.url())
    await phone.close()
  })

  it('is decided by a person, by keyboard alone', async () => {
    const page = await town.owner.newPage()
    await page.goto(`${origin}/en/desk/moderated/calls/${call.callId}/moderation`)
    expect(await page.getByText('“casin*” is on the list').count()).toBe(1)
    await expectAccessible(page)
    await page.locator('#cases').focus()
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    expect(await page.locator('[data-choose]').first().isChecked()).toBe(true)
    await page.keyboard.press('p')
    await page.waitForURL(/done=published/)
    await page.goto(`${origin}/en/desk/moderated/newcomers`)
    expect(await page.getByText('No account is held').count()).toBe(1)
    await expectAccessible(page)
    await page.close()
  })
})

describe('a reader who wants to see nothing more of an author', () => {
  it('blocks them in this call, without scripts and without an account, and can undo it', async () => {
    const reader = await aPhone(browser)
    const page = await reader.newPage()
    await page.goto(idea)
    await page.locator('summary', { hasText: 'Report' }).first().click()
    await press(page, 'Block')
    expect(await page.getByText('Blocked. You can undo this on your page.').count()).toBe(1)
    await page.goto(idea)
    expect(await page.getByRole('heading', { level: 1 }).textContent()).not.toContain('Light by the school')
    await expectAccessibleTo(reader, idea)
    await page.goto(`${origin}/en/me/account`)
    expect(await page.locator('#blocked ~ ul').getByRole('link').textContent()).toBe(
      'Which streets need light?'
    )
    await expectAccessibleTo(reader, page.url())
    await press(page, /^See again/)
    expect(page.url()).toContain('done=unblocked')
    await page.goto(idea)
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Light by the school')
    await reader.close()
  })
})
