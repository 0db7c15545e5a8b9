import { cpus } from 'node:os'

/** A row of the bench: what is done, how often, and the ratio that is to be reached. */
export interface Work {
  readonly name: string
  readonly run: () => unknown
  /** Yardsticks at most; left out where nothing is asked. */
  readonly target?: number
  /** Share of the row above at most. */
  readonly share?: number
}

/** Times every work between yardsticks, medians of five rounds, and prints the table. */
export function bench(title: string, works: readonly Work[], rounds = 5): void {
  for (const { run } of works) run()
  const yards: number[] = []
  const times = works.map((): number[] => [])
  for (let round = 0; round < rounds; round++) {
    yards.push(cpuMs(multiply))
    works.forEach(({ run }, i) => times[i]!.push(cpuMs(run)))
  }
  const yard = median(yards)
  console.log(
    `${title}: medians of ${rounds}; yardstick ${yard.toFixed(0)} ms CPU on ${cpus()[0]?.model ?? 'unknown'}\n`
  )
  console.log('| work | ms CPU | yardsticks | to reach |\n| --- | --- | --- | --- |')
  works.forEach(({ name, target, share }, i) => {
    const ms = median(times[i]!)
    const ratio = ms / yard
    const goals = [
      target === undefined ? '' : `${target}${ratio <= target ? '' : ' (missed)'}`,
      share === undefined ? '' : shareOf(ms, median(times[i - 1]!), share)
    ]
    console.log(`| ${name} | ${ms.toFixed(1)} | ${ratio.toFixed(4)} | ${goals.join('')} |`)
  })
}

function shareOf(ms: number, above: number, most: number): string {
  const share = ms / above
  return `${share.toPrecision(2)} of the row above, to reach ${most.toPrecision(2)}${share <= most ? '' : ' (missed)'}`
}

function cpuMs(run: () => unknown): number {
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!
}

/** The yardstick: a product of two 1,000 × 1,000 matrices in the order i, k, j. */
function multiply(): Float64Array {
  const n = 1000
  const a = Float64Array.from({ length: n * n }, (_, i) => (i % 7) - 3)
  const b = Float64Array.from({ length: n * n }, (_, i) => (i % 5) - 2)
  const product = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const factor = a[i * n + k]!
      for (let j = 0; j < n; j++) product[i * n + j]! += factor * b[k * n + j]!
    }
  }
  return product
}
