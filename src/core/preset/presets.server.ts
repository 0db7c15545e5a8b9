import { readdir, readFile } from 'node:fs/promises'
import type { CallFields } from '../call/input.ts'
import type { Methods } from '../door/act.ts'
import { readCallFile } from '../exchange/call-file/read-call-file.ts'
import { readTime } from '../exchange/call-file/local-time.ts'

/** A ready call to begin with. */
export interface Preset {
  readonly id: string
  /** Languages it is written in. */
  readonly languages: readonly string[]
}

const folder = new URL('../../../presets/', import.meta.url)

/** Every preset there is, by id. */
export async function listPresets(): Promise<Preset[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter(entry => entry.isDirectory())
  return Promise.all(
    entries.map(async ({ name }) => ({
      id: name,
      languages: (await readdir(new URL(`${name}/`, folder))).map(file => file.replace(/\.yaml$/, '')).sort()
    }))
  )
}

/** Steps begun today close in the evening, when people have come home. */
const closingHour = '20:00'

/**
 * The fields of a new call from a preset, in the language asked for (or in English), with its durations counted from today
 * in the time zone given; `undefined` when there is no such preset.
 */
export async function readPreset(
  id: string,
  language: string,
  { methods, now, timeZone }: { methods: Methods; now: Date; timeZone: string }
): Promise<CallFields | undefined> {
  const preset = (await listPresets()).find(one => one.id === id)
  if (!preset) return undefined
  const chosen = preset.languages.includes(language) ? language : 'en'
  const text = await readFile(new URL(`${id}/${chosen}.yaml`, folder), 'utf8')
  const { fields } = readCallFile(text.replace(/^timeZone: .*$/m, `timeZone: ${timeZone}`), {
    methods,
    now: evening(now, timeZone)
  })
  return fields
}

function evening(now: Date, timeZone: string): Date {
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(now)
  const time = readTime(`${today}T${closingHour}`, timeZone, now)
  return time.ok ? time.at : now
}
