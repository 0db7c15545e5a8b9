// Adds texts to the six files of an area at once: `node scripts/add-messages.ts call < texts.json`, where the text is
//   { "title": { "en": "…", "uk": "…", "pl": "…", "bg": "…", "es": "…", "ru": "…" },
//     "ideas": { "en": { "one": "{n} idea", "other": "{n} ideas" }, … } }
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { addTo } from './messages/add.ts'
import type { Additions } from './messages/add.ts'
import { readSettings } from './messages/catalogue.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const { areas, languages } = readSettings(root)
const area = areas.find(({ name }) => name === process.argv[2])
if (!area) {
  console.error(`Name the area: ${areas.map(({ name }) => name).join(', ')}.`)
  process.exit(1)
}
const additions = JSON.parse(readFileSync(0, 'utf8')) as Additions
for (const language of languages) {
  const path = join(root, area.pattern.replace('{locale}', language))
  const file = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>) : {}
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify(addTo(file, area.name, language, additions), null, 2)}\n`)
}
console.log(`${Object.keys(additions).length} texts are in area ${area.name}; run prettier on its files.`)
