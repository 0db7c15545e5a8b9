import sharp from 'sharp'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { expectAccessible } from './accessible.ts'
import { launch } from './browser.ts'
import { aCallOf, aPhone, aTown, aVisitor, expectAccessibleTo } from './town.ts'
import type { TownCall } from './town.ts'

/** Pictures come along with an idea, from a phone too, and tell nothing that was not meant to be told. */
let browser: Browser
let call: TownCall
let photo: Buffer
const { origin } = inject('site')

beforeAll(async () => {
  browser = await launch(inject('browser'))
  call = await aCallOf(await aTown(browser, 'picturing'), {
    slug: 'pictured-streets',
    question: 'Which corner is ugly?',
    settings: { files: 2 }
  })
  photo = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#557799' } })
    .withExif({
      IFD0: { Copyright: 'Secret Camera' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '50/1 27/1 0/1' }
    })
    .jpeg()
    .toBuffer()
})
afterAll(() => browser.close())

const jpeg = () => ({ name: 'corner.jpg', mimeType: 'image/jpeg', buffer: photo })

it('a photo from a phone without scripts is shown, small and whole, without what the camera wrote into it', async () => {
  expect(photo.includes('Secret Camera')).toBe(true)
  const phone = await aPhone(browser)
  const page = await phone.newPage()
  await page.goto(call.url)
  await expectAccessibleTo(phone, call.url)
  await page.locator('[name="body.title"]').fill('The corner by the mill')
  await page.locator('#contribute details summary').first().click()
  await page.locator('input[type="file"]').setInputFiles(jpeg())
  await page.locator('[name="alt"]').fill('Rubbish beside a wall')
  await page.locator('#contribute form button:not([name]):not([type="button"])').first().click()
  await page.waitForURL(/\/calls\/[^/]+\/[0-9a-f-]{36}/)
  const picture = page.getByRole('img', { name: 'Rubbish beside a wall' })
  expect(await picture.count()).toBe(1)
  await expectAccessibleTo(phone, page.url())
  for (const address of [
    await picture.getAttribute('src'),
    await page.locator('.pictures a').first().getAttribute('href')
  ]) {
    const answer = await phone.request.get(`${origin}${address}`)
    expect(answer.status()).toBe(200)
    const bytes = await answer.body()
    expect((await sharp(bytes).metadata()).format).toMatch(/jpeg|webp/)
    expect(bytes.includes('Secret Camera')).toBe(false)
    expect((await sharp(bytes).metadata()).exif).toBeUndefined()
  }
  await phone.close()
})

it('a file of a kind that is not taken is refused beside its field, and nothing typed is lost', async () => {
  const visitor = await aVisitor(browser)
  const page = await visitor.newPage()
  await page.goto(call.url)
  await page.locator('[name="body.title"]').fill('The corner by the school')
  await page.locator('#contribute details summary').first().click()
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  const input = page.locator('input[type="file"]')
  await input.setInputFiles({ name: 'a.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) })
  const send = page.locator('#contribute form button:not([name]):not([type="button"])').first()
  await send.click()
  await page.locator('[aria-invalid="true"], .wrong').first().waitFor()
  expect(await page.locator('[name="body.title"]').inputValue()).toBe('The corner by the school')
  await expectAccessible(page)
  await page.locator('input[type="file"]').setInputFiles(jpeg())
  await page.locator('#contribute form button:not([name]):not([type="button"])').first().click()
  await page.waitForURL(/\/calls\/[^/]+\/[0-9a-f-]{36}/)
  expect(await page.locator('.pictures img').count()).toBe(1)
  await visitor.close()
})
