import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Ground } from './ground.ts'
import type { Sizes } from './ground.ts'
import { describeMachine } from './machine.ts'
import { mostGrowth, Skipped } from './row.ts'
import type { Measured, Row } from './row.ts'
import { rows } from './rows/index.ts'
import { table } from './support/table.ts'

/**
 * `npm run bench [-- --only NAME,… --quick --rounds N --data FOLDER --json FILE]`: what the work of the platform costs.
 * `--data` keeps what was filled in, for the next time; `--quick` measures less, on less, for a first look.
 */
const launcher = new URL('../scripts/launch/', import.meta.url)
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    data: { type: 'string' },
    json: { type: 'string', default: 'reports/bench.json' }
  }
})

const sizes: Sizes = values.quick
  ? {
      main: { ideas: 1_000, supports: 5_000 },
      small: { ideas: 100, supports: 500 },
      large: { ideas: 5_000, supports: 10_000 }
    }
  : {
      main: { ideas: 10_000, supports: 100_000 },
      small: { ideas: 100, supports: 1_000 },
      large: { ideas: 100_000, supports: 100_000 }
    }

const chosen = values.only?.split(',')
const unknown = chosen?.filter(name => !rows.some(row => row.name === name)) ?? []
if (unknown.length > 0) {
  console.error(`There is no row ${unknown.join(', ')}. There are: ${rows.map(row => row.name).join(', ')}`)
  process.exit(1)
}

await ensureBuild()
const machine = describeMachine()
console.log(`${machine.name}; Node ${machine.node}; commit ${machine.commit}; load ${machine.load}`)
const folder = values.data ? resolve(values.data) : mkdtempSync(join(tmpdir(), 'mozaika-bench-'))
const ground = await Ground.open({
  folder,
  sizes,
  rounds: Number(values.rounds ?? (values.quick ? 3 : 5)),
  nodeOptions: await heapOptions(),
  isQuick: values.quick,
  say: line => console.log(line)
})
try {
  const results = []
  for (const row of rows.filter(({ name }) => chosen?.includes(name) ?? true))
    results.push(await measure(row))
  report(results)
} finally {
  await ground.close()
  if (!values.data) rmSync(folder, { recursive: true, force: true })
}

interface Result {
  readonly row: Row
  readonly measured: Measured | null
  readonly skipped: string | null
}

async function measure(row: Row): Promise<Result> {
  console.log(`- ${row.work} …`)
  await ground.freshBare()
  try {
    const measured = await row.measure(ground)
    console.log(`  ${measured.text}${measured.note ? ` (${measured.note})` : ''}`)
    return { row, measured, skipped: null }
  } catch (error) {
    if (!(error instanceof Skipped)) throw error
    console.log(`  skipped: ${error.message}`)
    return { row, measured: null, skipped: error.message }
  }
}

function report(results: readonly Result[]): void {
  const head = ['work', 'target', 'measured', '', `growth (≤ ${mostGrowth} ×)`, 'made of']
  const body = results.map(({ row, measured, skipped }) => [
    row.work,
    row.target,
    measured?.text ?? `skipped: ${skipped}`,
    verdict(measured?.isReached ?? null),
    measured?.growth === undefined
      ? '–'
      : `${measured.growth.toFixed(2)} × ${verdict(measured.growth <= mostGrowth)}`,
    measured?.note ?? ''
  ])
  console.log(`\n${table(head, body)}\n`)
  mkdirSync(dirname(resolve(values.json)), { recursive: true })
  const told = results.map(({ row, measured, skipped }) => ({
    name: row.name,
    work: row.work,
    target: row.target,
    ...measured,
    skipped
  }))
  writeFileSync(
    resolve(values.json),
    JSON.stringify({ machine, sizes, at: new Date().toISOString(), rows: told }, null, 2)
  )
  console.log(`The figures behind it: ${values.json}`)
}

function verdict(isReached: boolean | null): string {
  if (isReached === null) return ''
  return isReached ? 'ok' : 'over'
}

/** The pages are measured as they are now. */
async function ensureBuild(): Promise<void> {
  const module = (await import(new URL('ensure-build.mjs', launcher).href)) as {
    ensureBuild(place: { root: string; node: string; say(line: string): void }): Promise<string | undefined>
  }
  const root = fileURLToPath(new URL('..', import.meta.url))
  const problem = await module.ensureBuild({ root, node: process.execPath, say: line => console.log(line) })
  if (!problem) return
  console.error(problem)
  process.exit(1)
}

/** The options that `npm start` gives to Node. */
async function heapOptions(): Promise<string[]> {
  const module = (await import(new URL('run-server.mjs', launcher).href)) as { serverOptions(): string[] }
  return module.serverOptions()
}
