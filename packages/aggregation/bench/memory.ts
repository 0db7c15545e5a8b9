import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { deserialize, serialize } from 'node:v8'
import { larges } from './memory-works.ts'

/**
 * How much memory each large count takes at its peak, beside the typed arrays that it is given. One process makes the
 * input, another one counts; the peak is that of its resident memory, garbage not yet swept included. The share to
 * stay under holds for the peak without the answer, whose objects the caller keeps.
 *
 * node packages/aggregation/bench/memory.ts
 */
const MOST = 3

const [mode, place, file] = process.argv.slice(2)
if (mode === 'make') writeFileSync(file!, serialize(larges[Number(place)]!.make()))
else if (mode === 'count') console.log(JSON.stringify(await measure(Number(place), file!)))
else if (existsSync('/proc/self/clear_refs')) table()
else console.log('Skipped: only Linux tells and forgets the peak of a process.')

interface Measured {
  readonly input: number
  readonly peak: number
  readonly answer: number
}

function table(): void {
  const folder = mkdtempSync(join(tmpdir(), 'memory-'))
  console.log('| work | input, MB | peak above it, MB | answer, MB | peak without answer ∕ input |')
  console.log('| --- | --- | --- | --- | --- |')
  larges.forEach(({ name }, i) => {
    const path = join(folder, String(i))
    child('make', i, path)
    const { input, peak, answer } = JSON.parse(child('count', i, path)) as Measured
    const share = Math.max(0, peak - answer) / input
    const cells = [input, peak, answer].map(bytes => (bytes / 2 ** 20).toFixed(1)).join(' | ')
    console.log(`| ${name} | ${cells} | ${share.toFixed(1)}${share <= MOST ? '' : ` (over ${MOST})`} |`)
  })
  rmSync(folder, { recursive: true })
}

function child(mode: string, place: number, path: string): string {
  // Young objects are swept often, so that little garbage is counted.
  const flags = ['--expose-gc', '--max-semi-space-size=2']
  const args = [...flags, fileURLToPath(import.meta.url), mode, String(place), path]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return stdout
}

async function measure(place: number, path: string): Promise<Measured> {
  const { run, small } = larges[place]!
  // What is compiled and loaded by a first run is not to be counted.
  for (let i = 0; i < 5; i++) run(small())
  const input: unknown = deserialize(readFileSync(path))
  const before = await keptBytes()
  writeFileSync('/proc/self/clear_refs', '5')
  const resident = statusBytes('VmRSS')
  const answer = run(input)
  const peak = statusBytes('VmHWM') - resident
  const kept = (await keptBytes()) - before
  if (answer === undefined) throw new Error('there is no answer')
  return { input: typedBytes(input), peak, answer: Math.max(0, kept) }
}

/** Bytes of objects and arrays once all garbage is swept, which takes some turns. */
async function keptBytes(): Promise<number> {
  for (let i = 0; i < 5; i++) {
    ;(globalThis as { gc?: () => void }).gc!()
    await setTimeout(20)
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

function statusBytes(name: string): number {
  const [, kilobytes] = new RegExp(`${name}:\\s*(\\d+) kB`).exec(readFileSync('/proc/self/status', 'utf8'))!
  return Number(kilobytes) * 1024
}

/** Bytes of the typed arrays in a value. */
function typedBytes(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength
  if (typeof value !== 'object' || value === null) return 0
  return Object.values(value).reduce((sum: number, own) => sum + typedBytes(own), 0)
}
