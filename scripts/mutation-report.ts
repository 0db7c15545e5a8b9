// Writes docs/mutation.md from reports of Stryker: `node scripts/mutation-report.ts reports/*.json`, the oldest first.
// A later report adds to an earlier one, and its word on a mutant counts, so families and files can be run apart. What
// a report says of a file that has changed since is left out.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'

interface Position {
  readonly line: number
  readonly column: number
}

interface Mutant {
  readonly mutatorName: string
  readonly replacement?: string
  readonly status: string
  readonly location: { readonly start: Position; readonly end: Position }
}

interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>
}

/** How many mutants met each end. */
interface Tally {
  killed: number
  survived: number
  noCoverage: number
  timeout: number
}

const root = fileURLToPath(new URL('..', import.meta.url))
const library = 'packages/aggregation/src/'
const ends: Readonly<Record<string, keyof Tally>> = {
  Killed: 'killed',
  Survived: 'survived',
  NoCoverage: 'noCoverage',
  Timeout: 'timeout'
}

const tallies = tallyAll(process.argv.slice(2))
const families = [...new Set([...tallies.keys()].map(familyOf))]
const page = [
  '# Mutants of the library',
  '',
  `Written by \`node scripts/mutation-report.ts\` on ${new Date().toISOString().slice(0, 10)}, from the reports of`,
  '`npm run mutate:aggregation` (all of it, or file by file: `npm run mutate:aggregation -- --mutate FILE,FILE`).',
  'The score is the share of killed mutants and of those that hang; what no test reaches counts as alive. To reach: 85 %',
  'in each family.',
  '',
  ...table(
    'family',
    families.map(family => [family, sum([...tallies].filter(([file]) => familyOf(file) === family))])
  ),
  ...families.flatMap(family => [
    '',
    `## ${family}`,
    '',
    ...table(
      'file',
      [...tallies]
        .filter(([file]) => familyOf(file) === family)
        .map(([file, tally]) => [`\`${file.slice(library.length + family.length + 1)}\``, tally])
    )
  ]),
  ...notRun()
].join('\n')
const path = join(root, 'docs/mutation.md')
writeFileSync(path, await format(page, { ...(await resolveConfig(path)), parser: 'markdown' }))

function familyOf(file: string): string {
  return file.slice(library.length).split('/')[0]!
}

/** Files with code of which no report says anything. */
function notRun(): string[] {
  const files = families
    .flatMap(family => readdirSync(join(root, library, family)).map(file => `${library}${family}/${file}`))
    .filter(file => file.endsWith('.ts') && !/(?:\.test|\/index)\.ts$/.test(file) && !tallies.has(file))
  return files.length === 0 ? [] : ['', `Not run: ${files.map(file => `\`${file}\``).join(', ')}.`]
}

/** The last word of the reports on each mutant, counted by file in the order of names. */
function tallyAll(reports: readonly string[]): Map<string, Tally> {
  const words = new Map<string, Map<string, keyof Tally>>()
  for (const path of reports) {
    const { files } = JSON.parse(readFileSync(path, 'utf8')) as Report
    for (const [file, { source, mutants }] of Object.entries(files)) {
      if (!file.startsWith(library) || source !== readFileSync(join(root, file), 'utf8')) continue
      const known = words.get(file) ?? new Map<string, keyof Tally>()
      words.set(file, known)
      for (const { mutatorName, replacement, status, location } of mutants) {
        const end = ends[status]
        if (end) known.set(JSON.stringify([mutatorName, replacement, location.start, location.end]), end)
      }
    }
  }
  return new Map([...words].sort(([a], [b]) => (a < b ? -1 : 1)).map(([file, known]) => [file, count(known)]))
}

function count(known: ReadonlyMap<string, keyof Tally>): Tally {
  const tally = none()
  for (const end of known.values()) tally[end]++
  return tally
}

function sum(tallies: readonly (readonly [string, Tally])[]): Tally {
  const total = none()
  for (const [, tally] of tallies) for (const end of Object.values(ends)) total[end] += tally[end]
  return total
}

function none(): Tally {
  return { killed: 0, survived: 0, noCoverage: 0, timeout: 0 }
}

function table(what: string, rows: readonly (readonly [string, Tally])[]): string[] {
  return [
    `| ${what} | mutants | killed | survived | no coverage | timeout | score |`,
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map(([name, { killed, survived, noCoverage, timeout }]) => {
      const all = killed + survived + noCoverage + timeout
      const score = all === 0 ? '–' : `${((100 * (killed + timeout)) / all).toFixed(1)} %`
      return `| ${name} | ${all} | ${killed} | ${survived} | ${noCoverage} | ${timeout} | ${score} |`
    })
  ]
}
