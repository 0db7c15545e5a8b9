import { expect, it } from 'vitest'
import { fieldOf, formOf, keyOf, textOf, textsOf, valuesOf } from './form.ts'

it('an empty field and a missing one are both nothing', () => {
  const form = filled({ title: '  ', name: ' Olha ' })
  expect(textOf(form, 'title')).toBeUndefined()
  expect(textOf(form, 'place')).toBeUndefined()
  expect(textOf(form, 'name')).toBe('Olha')
})

it('boxes that are ticked come as a list', () => {
  const form = filled({}, [
    ['theme', 'a'],
    ['theme', 'b'],
    ['theme', '']
  ])
  expect(textsOf(form, 'theme')).toEqual(['a', 'b'])
  expect(textsOf(form, 'other')).toEqual([])
})

it('bytes that are no form are refused, not our fault', async () => {
  for (const type of ['multipart/form-data; boundary=b', 'multipart/form-data']) {
    const request = new Request('http://localhost/', {
      method: 'POST',
      body: '--b\r\nbroken',
      headers: { 'content-type': type }
    })
    await expect(formOf(request)).rejects.toMatchObject({ code: 'malformed', status: 400 })
  }
})

it('passwords, files and keys are never shown again', () => {
  const form = filled({
    _key: 'abcdefghabcdefgh',
    newPassword: 'secret',
    password: 'secret',
    'body.title': ''
  })
  form.append('photo', new Blob(['x']), 'x.png')
  expect(valuesOf(form)).toEqual({ 'body.title': '' })
  expect(keyOf(form)).toBe('abcdefghabcdefgh')
})

it('choices of which none was made are known as unmade', () => {
  expect(valuesOf(filled({ _shown: 'notices' }))).toEqual({ notices: [] })
  expect(valuesOf(filled({ _shown: 'notices', notices: 'answer' }))).toEqual({ notices: 'answer' })
})

it('a problem within a list is told at the field that holds the list', () => {
  const form = filled({ 'steps.0.settings.themes': 'Parks', question: '', _shown: 'languages' })
  expect(fieldOf(form, 'steps.0.settings.themes.1.label')).toBe('steps.0.settings.themes')
  expect(fieldOf(form, 'question')).toBe('question')
  expect(fieldOf(form, 'languages.2')).toBe('languages')
  expect(fieldOf(form, 'steps.0.slug')).toBe('steps.0.slug')
})

function filled(fields: Record<string, string>, more: [string, string][] = []): FormData {
  const form = new FormData()
  for (const [name, value] of [...Object.entries(fields), ...more]) form.append(name, value)
  return form
}
