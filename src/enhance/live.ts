// Keeps a long form on the server while it is filled in: `form[data-live="?/keep"]` is sent there after each pause. What is
// wrong appears beside its field, as it would after sending; `[data-live-list]` lists what is missing still, within
// `[data-live-missing]`, and `[data-live-ready]` shows when nothing is; `[data-live-said]` tells when it was kept.
import { post } from './post.ts'
import type { Refused } from './post.ts'

const pauseMs = 1_200

interface Kept {
  readonly revision: number
  readonly said: string
  readonly missing: readonly { readonly path: string; readonly label: string; readonly text: string }[]
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-live]')) keepLive(form)

function keepLive(form: HTMLFormElement): void {
  let waiting: ReturnType<typeof setTimeout> | undefined
  let underway: Promise<void> | undefined
  const keep = async (): Promise<void> => {
    const answer = await post<Kept>(form, form.dataset['live'])
    if (answer.kind === 'elsewhere') location.assign(answer.location)
    if (answer.kind === 'done') showKept(form, answer.data)
    if (answer.kind === 'refused') showWrong(form, answer.data)
    if (answer.kind === 'failed') say(form, undefined)
  }
  const later = () => {
    clearTimeout(waiting)
    waiting = setTimeout(() => {
      // One after the other: each carries the revision that the one before made.
      if (underway) return later()
      underway = keep().finally(() => (underway = undefined))
    }, pauseMs)
  }
  form.addEventListener('input', later)
  form.addEventListener('submit', event => {
    clearTimeout(waiting)
    if (!underway) return
    event.preventDefault()
    void underway.then(() => form.requestSubmit(event.submitter))
  })
}

function showKept(form: HTMLFormElement, kept: Kept): void {
  const revision = form.elements.namedItem('revision')
  if (revision instanceof HTMLInputElement) revision.value = String(kept.revision)
  markFields(form, [])
  say(form, kept.said)
  form.querySelector('[data-live-list]')?.replaceChildren(...kept.missing.map(itemOf))
  for (const part of form.querySelectorAll<HTMLElement>('[data-live-missing]'))
    part.hidden = kept.missing.length === 0
  for (const part of form.querySelectorAll<HTMLElement>('[data-live-ready]'))
    part.hidden = kept.missing.length > 0
}

function showWrong(form: HTMLFormElement, refused: Refused): void {
  const problems = refused.problems ?? []
  markFields(form, problems)
  say(form, problems.length > 0 ? undefined : refused.message)
}

function itemOf({ path, label, text }: Kept['missing'][number]): HTMLElement {
  const item = document.createElement('li')
  const link = document.createElement('a')
  link.href = `#field-${path.replace(/[^\w-]/g, '-')}`
  link.textContent = label
  item.append(link, ` ${text}`)
  return item
}

/** Without a text: that it was not kept. */
function say(form: HTMLFormElement, text: string | undefined): void {
  const line = form.querySelector<HTMLElement>('[data-live-said]')
  if (line) line.textContent = text ?? line.dataset['failed'] ?? ''
}

/** Tells beside each field what is wrong with it, and no longer where nothing is. */
function markFields(form: HTMLFormElement, problems: NonNullable<Refused['problems']>): void {
  const texts = new Map(problems.map(problem => [problem.path, problem.text ?? '']))
  for (const field of form.querySelectorAll<HTMLElement>('.input[name], fieldset.field[id]')) {
    mark(field, texts.get(nameOf(field)))
  }
}

const nameOf = (field: HTMLElement): string =>
  field.getAttribute('name') ??
  field.querySelector('input[type=radio], input[type=checkbox]')?.getAttribute('name') ??
  ''

function mark(field: HTMLElement, text: string | undefined): void {
  const id = `${field.id}-wrong`
  let line = document.getElementById(id)
  if (text === undefined) {
    line?.remove()
    field.removeAttribute('aria-invalid')
    return
  }
  if (!line) {
    line = document.createElement('p')
    line.id = id
    line.className = 'wrong'
    if (field instanceof HTMLFieldSetElement) field.querySelector('legend')?.after(line)
    else field.before(line)
    field.setAttribute('aria-describedby', `${id} ${field.getAttribute('aria-describedby') ?? ''}`.trim())
  }
  line.textContent = text
  if (!(field instanceof HTMLFieldSetElement)) field.setAttribute('aria-invalid', 'true')
}
