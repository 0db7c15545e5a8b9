import { deserialize, serialize } from 'node:v8'
import { parentPort } from 'node:worker_threads'
import { analyse } from './analyse.ts'
import type { Found, Read } from './analyse.ts'
import { placer } from './frozen.ts'
import type { Frozen, Placed } from './frozen.ts'

export type Task =
  | { readonly kind: 'texts'; readonly run: number; readonly texts: readonly Read[] }
  | {
      readonly kind: 'analyse'
      readonly id: number
      readonly run: number
      readonly before: ReadonlyMap<string, string>
    }
  | {
      readonly kind: 'place'
      readonly id: number
      readonly key: string
      readonly texts: readonly Read[]
      /** Null: hopefully known here. */
      readonly model: Uint8Array | null
    }

/** What was found; the weights as bytes, to be kept. */
export type Analysed = Omit<Found, 'frozen'> & { readonly model: Uint8Array }
export type PlacedOne = Placed & { readonly id: string }

export type Answer =
  | { readonly id: number; readonly progress: number }
  | { readonly id: number; readonly error: string }
  | { readonly id: number; readonly result: Analysed | readonly PlacedOne[] | null }

/** Some calls at a time are placed into; the weights of each take some megabytes. */
const mostKept = 4
const port = parentPort!
const read = new Map<number, Read[]>()
const placers = new Map<string, ReturnType<typeof placer>>()

port.on('message', (task: Task) => {
  if (task.kind === 'texts') {
    read.set(task.run, [...(read.get(task.run) ?? []), ...task.texts])
    return
  }
  try {
    const result = task.kind === 'analyse' ? analysed(task) : placed(task)
    port.postMessage({ id: task.id, result } satisfies Answer)
  } catch (error) {
    port.postMessage({ id: task.id, error: (error as Error).stack ?? String(error) } satisfies Answer)
  }
})

function analysed({ id, run, before }: Extract<Task, { kind: 'analyse' }>): Analysed {
  const texts = read.get(run) ?? []
  read.delete(run)
  const { frozen, ...found } = analyse(texts, before, progress => {
    port.postMessage({ id, progress } satisfies Answer)
  })
  return { ...found, model: new Uint8Array(serialize(frozen)) }
}

function placed({ key, texts, model }: Extract<Task, { kind: 'place' }>): PlacedOne[] | null {
  let place = placers.get(key)
  if (!place && model === null) return null
  if (!place) {
    place = placer(deserialize(model!) as Frozen)
    placers.set(key, place)
    if (placers.size > mostKept) placers.delete(placers.keys().next().value!)
  }
  return texts.map(({ id, text, language }) => ({ id, ...place(text, language) }))
}
