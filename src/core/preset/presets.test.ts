import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { methods } from '../../methods/index.ts'
import { languages } from '../text/schema.ts'
import { listPresets, readPreset } from './presets.server.ts'

const at = { methods, now: new Date('2026-03-20T10:00:00Z'), timeZone: 'Europe/Kyiv' }

test('every preset is written in every language and can be read', async () => {
  const presets = await listPresets()
  expect(presets.map(({ id }) => id)).toContain('idea-board')
  for (const { id, languages: written } of presets) {
    expect(written, id).toEqual(languages.toSorted())
    for (const language of languages) {
      const fields = (await readPreset(id, language, at))!
      expect(fields).toMatchObject({ language, languages: [language], timeZone: 'Europe/Kyiv' })
      expect([fields.question, fields.summary, fields.promise, fields.steps[0]!.title].every(Boolean)).toBe(
        true
      )
      // Left for the organiser to say: without it the call cannot open.
      expect(fields.decides).toBe('')
    }
  }
})

test('the idea board is open for three weeks, to an evening hour, across a change of clocks', async () => {
  const fields = (await readPreset('idea-board', 'uk', at))!
  expect(fields.steps).toMatchObject([
    { method: 'ideas', opensAt: null, closesAt: '2026-04-10T17:00:00.000Z' }
  ])
  expect(fields.answerOn).toBe('2026-05-08')
})

test('a language in which a preset is not written gets the English one, an unknown preset nothing', async () => {
  expect((await readPreset('idea-board', 'de', at))?.language).toBe('en')
  expect(await readPreset('no-such-preset', 'en', at)).toBeUndefined()
  expect(await readPreset('../idea-board', 'en', at)).toBeUndefined()
})

test('all languages of a preset have the same steps and settings', async () => {
  for (const { id } of await listPresets()) {
    const all = await Promise.all(languages.map(language => readPreset(id, language, at)))
    const shapes = all.map(fields => JSON.stringify(fields!.steps.map(({ title: _, ...step }) => step)))
    expect(new Set(shapes).size, id).toBe(1)
    const keys = await Promise.all(
      languages.map(async language =>
        (await readFile(new URL(`../../../presets/${id}/${language}.yaml`, import.meta.url), 'utf8')).match(
          /^\w+:/gm
        )
      )
    )
    expect(new Set(keys.map(String)).size, id).toBe(1)
  }
})
