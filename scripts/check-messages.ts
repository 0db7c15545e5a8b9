// Every text in every language, filled in alike, with all forms of numbers, in an area the build knows; with `--unused`,
// also no key that no source names. Ends with 1 and a list of what to do otherwise.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readArea, readSettings } from './messages/catalogue.ts'
import { checkArea } from './messages/check.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const { areas, languages } = readSettings(root)

const problems = areas.flatMap(area =>
  checkArea(area, new Map(languages.map(language => [language, readArea(root, area, language)])))
)
problems.push(...foldersUnknown())
if (process.argv.includes('--unused')) problems.push(...keysUnused())

for (const problem of problems) console.error(problem)
if (problems.length > 0) {
  console.error(`${problems.length} of the messages need work.`)
  process.exit(1)
}

/** Texts in a folder that is not listed are never compiled. */
function foldersUnknown(): string[] {
  const known = new Set(areas.map(area => area.pattern.replace('./', '')))
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map(file => `src/${file.replaceAll('\\', '/')}`)
    .filter(file => /^src\/(?:locales\/[^/]+|methods\/[^/]+\/messages)\/[a-z]{2}\.json$/.test(file))
    .map(file => file.replace(/[a-z]{2}\.json$/, '{locale}.json'))
    .filter((pattern, n, all) => !known.has(pattern) && all.indexOf(pattern) === n)
    .map(pattern => `./${pattern} is not in project.inlang/settings.json: add it to pathPattern.`)
}

function keysUnused(): string[] {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter(file => /\.(?:ts|svelte)$/.test(file) && !file.includes('paraglide'))
    .map(file => readFileSync(join(root, 'src', file), 'utf8'))
    .join('\n')
  const named = new Set(sources.match(/\bm\.\w+/g)?.map(found => found.slice(2)))
  return areas.flatMap(area =>
    [...(readArea(root, area, languages[0]!)?.keys() ?? [])]
      .filter(key => !named.has(key))
      .map(
        key => `${key} is used nowhere: take it out of area ${area.name}, or write m.${key} where it belongs.`
      )
  )
}
