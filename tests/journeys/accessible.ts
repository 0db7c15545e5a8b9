import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Nothing that axe can find against WCAG 2.2 AA, and nothing wider than the window. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  const found = violations.map(
    one =>
      `${one.id}: ${one.help} (${one.nodes
        .map(node => node.target.join(' '))
        .slice(0, 3)
        .join(', ')})`
  )
  expect(found, page.url()).toEqual([])
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth
  )
  expect(wide, `${page.url()} is wider than the window`).toBeLessThanOrEqual(0)
}
