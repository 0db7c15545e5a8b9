// Buttons that are pressed or not (ui/Press.svelte) answer at once; the server's word replaces the guess when it comes.
// <form method="POST" action="?/support" data-press data-other="?/take-back" data-other-label="supported" data-offline="…">
import { post } from './post.ts'

interface Pressed {
  readonly pressed?: boolean
  readonly count?: number | null
}

document.addEventListener(
  'submit',
  event => {
    const form = event.target as HTMLFormElement
    if (!('press' in form.dataset) || event.defaultPrevented) return
    event.preventDefault()
    void press(form)
  },
  { capture: true }
)

async function press(form: HTMLFormElement): Promise<void> {
  const button = form.querySelector<HTMLButtonElement>('[aria-pressed]')
  if (!button || form.dataset['busy']) return
  form.dataset['busy'] = 'yes'
  const was = button.getAttribute('aria-pressed') === 'true'
  const count = countOf(button)
  show(button, !was, count === null ? null : count + (was ? -1 : 1))
  const answer = await post<Pressed>(form)
  delete form.dataset['busy']
  if (answer.kind === 'elsewhere') return location.assign(answer.location)
  if (answer.kind === 'done') {
    show(
      button,
      answer.data?.pressed ?? !was,
      answer.data?.count === undefined ? countOf(button) : answer.data.count
    )
    turn(form, button)
    return say(form, '')
  }
  show(button, was, count)
  say(form, (answer.kind === 'refused' && answer.data.message) || form.dataset['offline'] || '')
}

function countOf(button: HTMLElement): number | null {
  const shown = button.querySelector<HTMLElement>('[data-count]')
  return shown ? Number(shown.dataset['count']) : null
}

function show(button: HTMLElement, pressed: boolean, count: number | null): void {
  button.setAttribute('aria-pressed', String(pressed))
  const shown = button.querySelector<HTMLElement>('[data-count]')
  if (!shown || count === null) return
  shown.dataset['count'] = String(count)
  shown.textContent = new Intl.NumberFormat(document.documentElement.lang).format(count)
}

/** Pressing again does the opposite: action and label change places with what the form holds ready. */
function turn(form: HTMLFormElement, button: HTMLElement): void {
  const label = button.querySelector('[data-label]')
  const { other, otherLabel } = form.dataset
  if (other !== undefined) {
    form.dataset['other'] = form.getAttribute('action') ?? ''
    form.setAttribute('action', other)
  }
  if (label && otherLabel !== undefined) {
    form.dataset['otherLabel'] = label.textContent ?? ''
    label.textContent = otherLabel
  }
}

function say(form: HTMLFormElement, text: string): void {
  let line = form.querySelector<HTMLElement>('[role=alert]')
  if (!line) {
    if (!text) return
    line = document.createElement('p')
    line.setAttribute('role', 'alert')
    line.className = 'said'
    form.append(line)
  }
  line.textContent = text
}
