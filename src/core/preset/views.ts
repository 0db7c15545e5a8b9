import { z } from 'zod'
import { defineView } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import { language, slug, timeZone } from '../text/schema.ts'
import { listPresets, readPreset } from './presets.server.ts'

export const listPresetsView = defineView({
  name: 'preset.list',
  title: 'Ready calls to begin with, and the languages they are written in',
  http: 'GET /presets',
  scope: 'read',
  input: z.strictObject({}),
  load: async () => null,
  may: () => true,
  run: async () => ({ items: await listPresets() })
})

export const findPreset = defineView({
  name: 'preset.find',
  title: 'A ready call, its times counted from now in a time zone: the fields of a new draft',
  http: 'GET /presets/{preset}',
  scope: 'read',
  input: z.strictObject({ preset: slug, language, timeZone }),
  load: async () => null,
  may: () => true,
  run: async (look, _, input) => {
    const fields = await readPreset(input.preset, input.language, {
      methods: look.methods,
      now: look.now,
      timeZone: input.timeZone
    })
    if (!fields) throw new Refusal('not-found')
    return { preset: input.preset, fields }
  }
})
