import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { accessPage } from './access-page.ts'

test('docs/access.md says what access.csv says', async () => {
  const page = readFileSync(new URL('../../docs/access.md', import.meta.url), 'utf8')
  expect(page, 'run: node scripts/access.ts').toBe(await accessPage())
})
