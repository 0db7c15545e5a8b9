import { Refusal } from '../core/door/refusal.ts'

/** What a form sent. Whoever sends broken bytes in its place is refused with `malformed`. */
export async function formOf(request: Request): Promise<FormData> {
  try {
    return await request.formData()
  } catch {
    throw new Refusal('malformed')
  }
}

/** One text of a form, without blanks around it; `undefined` where the field is missing or empty. */
export function textOf(form: FormData, name: string): string | undefined {
  const value = form.get(name)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

/** All texts of one name, as checkboxes send them. */
export const textsOf = (form: FormData, name: string): string[] =>
  textsIn(form, name).filter(value => value !== '')

/** The key under which a form counts once, if it brought one. */
export const keyOf = (form: FormData): string | undefined => textOf(form, '_key')

/**
 * What is given back to be shown again: texts, but neither passwords, nor files, nor the form's own fields (`_…`). Choices
 * of which none was made send nothing; their names come in `_shown`, so that they are not taken for never asked.
 */
export function valuesOf(form: FormData): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {}
  for (const name of textsIn(form, '_shown')) values[name] = []
  for (const name of new Set(form.keys())) {
    const texts = textsIn(form, name)
    if (name.startsWith('_') || /password/i.test(name) || texts.length === 0) continue
    values[name] = texts.length === 1 ? texts[0]! : texts
  }
  return values
}

/**
 * The field of a form that a problem belongs to: fields are named as paths in the input, and one field may hold a whole
 * list (`themes` holds `themes.3.label`). The path itself where no field of the form is on it.
 */
export function fieldOf(form: FormData, path: string): string {
  const names = new Set([...form.keys(), ...textsIn(form, '_shown')])
  for (let name = path; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('.')))) {
    if (names.has(name)) return name
  }
  return path
}

const textsIn = (form: FormData, name: string): string[] =>
  form.getAll(name).filter(value => typeof value === 'string')
