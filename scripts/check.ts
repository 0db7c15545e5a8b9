import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * `npm run check`: every check there is, two at a time, each with its time; what failed is shown at the end in full.
 * Give names to run some of them: `npm run check -- types layers`.
 */
interface Check {
  readonly name: string
  readonly command: readonly string[]
  /** What to do when it fails. */
  readonly hint: string
}

const bin = (name: string) => join('node_modules', '.bin', name)
const node = process.execPath
const tsconfigOfKit = join('node_modules', '$app', 'tsconfig.json')

const checks: readonly Check[] = [
  {
    name: 'format',
    command: [bin('prettier'), '--check', '--log-level', 'warn', '.'],
    hint: 'run: npm run format'
  },
  {
    name: 'lint',
    command: [bin('eslint'), '.', '--max-warnings', '0'],
    hint: 'run: npm run format, and mend the rest by hand'
  },
  { name: 'types', command: [bin('tsc'), '--noEmit', '-p', '.'], hint: 'mend the types' },
  {
    name: 'pages',
    command: [
      'sh',
      '-c',
      `${bin('svelte-kit')} sync && ${bin('svelte-check')} --tsconfig tsconfig.pages.json --fail-on-warnings --output human`
    ],
    hint: 'mend the pages'
  },
  {
    name: 'layers',
    command: [bin('depcruise'), '--config', '.dependency-cruiser.cjs', 'src', 'packages/aggregation/src'],
    hint: 'who may import whom: docs/architecture.md, section 5'
  },
  {
    name: 'unused',
    command: [bin('knip')],
    hint: 'remove what nothing uses, or name it in knip.json with a reason'
  },
  { name: 'tidy', command: [node, 'scripts/tidy.ts'], hint: 'each line says what to do' },
  {
    name: 'messages',
    command: [node, 'scripts/check-messages.ts'],
    hint: 'each text exists in all six languages, with the same parameters'
  },
  {
    name: 'tests',
    command: [bin('vitest'), 'run', '--reporter=dot'],
    hint: 'run one alone: npx vitest run path/of/the.test.ts'
  },
  ...postgresTests()
]

/** The store tests once more on PostgreSQL 15, the oldest we support, where its programs are found. */
function postgresTests(): Check[] {
  const folder = [
    '/usr/lib/postgresql/15/bin',
    '/opt/homebrew/opt/postgresql@15/bin',
    '/usr/pgsql-15/bin'
  ].find(existsSync)
  if (!folder) {
    console.log('store tests on PostgreSQL 15: skipped, its programs are not on this machine')
    return []
  }
  return [
    {
      name: 'tests-pg15',
      command: [
        'env',
        `MOZAIKA_TEST_POSTGRES=${folder}`,
        bin('vitest'),
        'run',
        '--project',
        'store',
        '--reporter=dot'
      ],
      hint: 'MOZAIKA_TEST_POSTGRES names the programs to test with'
    }
  ]
}

interface Ended {
  readonly check: Check
  readonly ok: boolean
  readonly output: string
  readonly seconds: number
}

function run(check: Check): Promise<Ended> {
  const start = Date.now()
  return new Promise(resolve => {
    const [command, ...args] = check.command
    const child = spawn(command!, args, { env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' } })
    let output = ''
    child.stdout.on('data', data => (output += data))
    child.stderr.on('data', data => (output += data))
    child.on('error', error => (output += error.message))
    child.on('close', code => {
      const seconds = Math.round((Date.now() - start) / 100) / 10
      console.log(`${code === 0 ? '✓' : '✗'} ${check.name} (${seconds} s)`)
      resolve({ check, ok: code === 0, output, seconds })
    })
  })
}

/** The tests' closing line, for people and for whoever reads logs by program. */
function closingLine(ended: readonly Ended[]): string {
  const sum = (word: string) =>
    ended
      .filter(one => one.check.name.startsWith('tests'))
      .reduce(
        (total, one) => total + Number(new RegExp(`Tests .*?(\\d+) ${word}`).exec(one.output)?.[1] ?? 0),
        0
      )
  return `${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`
}

const wanted = process.argv.slice(2)
const chosen = checks.filter(check => wanted.length === 0 || wanted.includes(check.name))
if (!existsSync(tsconfigOfKit) || !existsSync('build') || readdirSync('build').length === 0) {
  const built = await run({
    name: 'build',
    command: [node, 'node_modules/vite/bin/vite.js', 'build'],
    hint: ''
  })
  if (!built.ok) {
    console.error(built.output)
    process.exit(1)
  }
}
// Types and tests read the compiled texts.
const compiled = await run({ name: 'texts', command: [node, 'scripts/messages.ts'], hint: '' })
if (!compiled.ok) console.error(compiled.output)
const queue = [...chosen]
const ended: Ended[] = []
await Promise.all(
  [1, 2].map(async () => {
    for (let check = queue.shift(); check; check = queue.shift()) ended.push(await run(check))
  })
)
for (const { check, ok, output } of ended) {
  if (!ok) console.error(`\n── ${check.name}: ${check.hint}\n${output.trim()}`)
}
if (chosen.some(check => check.name.startsWith('tests'))) console.log(closingLine(ended))
process.exit(ended.every(one => one.ok) ? 0 : 1)
