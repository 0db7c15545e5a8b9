import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** `npm run check -- tidy`: habits that a program can see. Each line says where, what, and what to do. */
interface Finding {
  readonly where: string
  readonly what: string
}

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8'
})
  .split('\n')
  .filter(file => file && existsSync(file))
const code = files.filter(file => /\.(ts|svelte|mjs)$/.test(file) && !file.includes('/paraglide/'))
const findings: Finding[] = [
  ...code.flatMap(checkFile),
  ...checkReadmes(),
  ...checkDecisions(),
  ...checkTests()
]

for (const { where, what } of findings) console.error(`${where}: ${what}`)
console.log(
  findings.length === 0 ? `tidy: ${code.length} files, nothing to mend` : `tidy: ${findings.length} to mend`
)
process.exit(findings.length === 0 ? 0 : 1)

function checkFile(file: string): Finding[] {
  const text = readFileSync(file, 'utf8')
  const lines = text.split('\n')
  const found: Finding[] = []
  const add = (line: number, what: string) => found.push({ where: `${file}:${line + 1}`, what })
  const limit = /\.(test|journey)\.ts$/.test(file) ? 600 : 300
  if (lines.length > limit && !/Long on purpose:/.test(text)) {
    add(
      0,
      `${lines.length} lines; split it by noun, or say why not in a comment that begins "Long on purpose:"`
    )
  }
  for (const [n, line] of lines.entries()) {
    if (file !== 'scripts/tidy.ts') {
      if (/\b(FIXME|XXX|HACK)\b/.test(line))
        add(n, 'only NOTE and TODO(#issue) are used; say what is true now')
      if (/\bTODO\b(?!\(#\d+\))/.test(line)) add(n, 'a TODO names its issue: TODO(#12)')
      if (/\b(it|test|describe)\.(only|skip|todo)\b/.test(line))
        add(n, 'every test runs; one that cannot says why with skipIf')
    }
    if (/\.svelte$/.test(file) && /<[a-z][^>]*\sstyle=/.test(line))
      add(n, 'the policy forbids style attributes: use a class')
  }
  if (/(^|\/)(utils?|helpers?|common|misc)(\.|\/)/.test(file))
    add(0, 'name the concept; "utils" says nothing')
  if (
    !/^[a-z0-9.[\]=+_/-]+$/.test(file.replace(/[A-Z][A-Za-z]*\.svelte$/, 'x.svelte')) &&
    !/README/.test(file)
  ) {
    add(0, 'file names are kebab-case; components are named like their tag')
  }
  return found
}

function checkReadmes(): Finding[] {
  const folders = new Set(
    files
      .filter(file => /^(src\/[^/]+|packages\/[^/]+|tests|bench|scripts|deploy|docs)\//.test(file))
      .map(file => /^(src\/[^/]+|packages\/[^/]+|[^/]+)\//.exec(file)![1]!)
  )
  return [...folders].flatMap(folder => {
    const readme = `${folder}/README.md`
    if (!existsSync(readme))
      return [
        {
          where: folder,
          what: 'a folder opens with a README of at most 15 lines: what belongs here, what never does, where to look first'
        }
      ]
    const lines = readFileSync(readme, 'utf8').trim().split('\n').length
    // The library's README is its shop window.
    return lines > 15 && !folder.startsWith('packages/')
      ? [{ where: readme, what: `${lines} lines; 15 are enough for a door plate` }]
      : []
  })
}

function checkDecisions(): Finding[] {
  const names = files.filter(
    file => file.startsWith('docs/decisions/') && file.endsWith('.md') && !file.endsWith('README.md')
  )
  const numbers = names.map(file => /\/(\d{4})-[a-z0-9-]+\.md$/.exec(file)?.[1])
  return names.flatMap((file, n) => {
    if (!numbers[n]) return [{ where: file, what: 'a decision is named NNNN-title.md' }]
    return numbers.indexOf(numbers[n]) < n ? [{ where: file, what: `number ${numbers[n]} is taken` }] : []
  })
}

function checkTests(): Finding[] {
  return files
    .filter(file => file.endsWith('.test.ts'))
    .filter(file => !/\bexpect\b|\bassert\b|fc\.assert/.test(readFileSync(file, 'utf8')))
    .map(file => ({ where: file, what: 'a test without an expectation cannot fail' }))
}
