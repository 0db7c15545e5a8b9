// Checks a long form while it is filled in: `form[data-live="?/check"]` is sent there after each pause, and what is wrong
// appears beside its field, as it would after sending. `[data-live-list]` counts what is left, if the page has one.
import { post } from './post.ts'
import type { Refused } from './post.ts'

const pauseMs = 600

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-live]')) {
  let waiting: ReturnType<typeof setTimeout> | undefined
  let round = 0
  form.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(async () => {
      const mine = ++round
      const answer = await post(form, form.dataset['live'])
      if (mine !== round) return
      if (answer.kind === 'done') show(form, [])
      else if (answer.kind === 'refused') show(form, answer.data.problems ?? [])
    }, pauseMs)
  })
}

function show(form: HTMLFormElement, problems: NonNullable<Refused['problems']>): void {
  const texts = new Map(problems.map(problem => [problem.path, problem.text ?? '']))
  for (const field of form.querySelectorAll<HTMLInputElement>('.input[name]'))
    say(field, texts.get(field.name))
  const list = form.ownerDocument.querySelector('[data-live-list]')
  list?.replaceChildren(
    ...problems.map(problem => {
      const item = document.createElement('li')
      const field = form.elements.namedItem(problem.path)
      const label =
        field instanceof HTMLElement ? form.querySelector(`label[for="${field.id}"]`)?.firstChild : null
      item.textContent = `${label?.textContent?.trim() ?? problem.path}: ${problem.text ?? ''}`
      return item
    })
  )
}

function say(field: HTMLElement, text: string | undefined): void {
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
    field.before(line)
    field.setAttribute('aria-describedby', `${id} ${field.getAttribute('aria-describedby') ?? ''}`.trim())
  }
  line.textContent = text
  field.setAttribute('aria-invalid', 'true')
}
