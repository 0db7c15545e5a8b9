import { type Label, seededRandom } from '../src/index.ts'

/** A crowd's labels, and the class each item is truly of. */
export interface Crowd {
  readonly labels: readonly Label[]
  readonly truth: Readonly<Record<string, string>>
}

/**
 * Labels of generated workers, `each` of them for every item. `chances(worker)[t][g]` is a worker's chance to
 * give class g to an item of true class t.
 */
export function generatedCrowd(
  seed: string,
  sizes: {
    readonly items: number
    readonly workers: number
    readonly each: number
    readonly classes: number
  },
  chances: (worker: number) => readonly (readonly number[])[]
): Crowd {
  const random = seededRandom(seed)
  const matrices = Array.from({ length: sizes.workers }, (_, w) => chances(w))
  const truth: Record<string, string> = {}
  const labels = Array.from({ length: sizes.items }, (_, i) => {
    const own = random.below(sizes.classes)
    const item = `item ${i}`
    truth[item] = `class ${own}`
    const first = random.below(sizes.workers)
    return Array.from({ length: sizes.each }, (_, place) => {
      const worker = (first + place) % sizes.workers
      let left = random.next()
      const given = matrices[worker]![own]!.findIndex(chance => (left -= chance) < 0)
      return { item, worker: `worker ${worker}`, label: `class ${Math.max(0, given)}` }
    })
  }).flat()
  return { labels, truth }
}

/** The share of the items whose answer is the truth; a tie is right in none. */
export function accuracyOf(
  answers: readonly {
    readonly id: string
    readonly outcome: { readonly kind: string; readonly id?: string }
  }[],
  truth: Readonly<Record<string, string>>
): number {
  return (
    answers.filter(({ id, outcome }) => outcome.kind === 'winner' && outcome.id === truth[id]).length /
    answers.length
  )
}
