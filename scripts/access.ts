import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { accessPage } from '../tests/attacks/access-page.ts'

/** `node scripts/access.ts`: writes `docs/access.md` from `tests/attacks/access.csv` and the titles of acts and views. */
const file = fileURLToPath(new URL('../docs/access.md', import.meta.url))
writeFileSync(file, await accessPage())
console.log(`written: ${file}`)
