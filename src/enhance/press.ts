// Buttons that are pressed or not (ui/Press.svelte) answer at once; the server's word replaces the guess when it comes.
// <form id="f" method="POST" action="?/support" data-press="Support" data-pressed="Supported" data-other="?/take-back"
//   data-offline="…"></form> … <button form="f" name="target" value="1" aria-pressed="false">
// One form serves all buttons of a page. A pressed button carries the other action as its `formaction`.
import { post } from './post.ts'

interface Pressed {
  readonly pressed?: boolean
  readonly count?: number | null
  /** What is left to give, as a sentence for `[data-left]`. */
  readonly left?: string
}

document.addEventListener(
  'submit',
  event => {
    const form = event.target as HTMLFormElement
    const button = event.submitter as HTMLButtonElement | null
    if (!('press' in form.dataset) || !button?.hasAttribute('aria-pressed') || event.defaultPrevented) return
    event.preventDefault()
    void press(form, button)
  },
  { capture: true }
)

async function press(form: HTMLFormElement, button: HTMLButtonElement): Promise<void> {
  if (button.dataset['busy']) return
  button.dataset['busy'] = 'yes'
  const was = button.getAttribute('aria-pressed') === 'true'
  const count = countOf(button)
  const guess = count === null ? null : count + (was ? -1 : 1)
  show(form, button, !was, guess)
  const answer = await post<Pressed>(form, was ? form.dataset['other'] : form.getAttribute('action')!, button)
  delete button.dataset['busy']
  if (answer.kind === 'elsewhere') return location.assign(answer.location)
  if (answer.kind === 'done') {
    const { pressed = !was, count: told = guess, left } = answer.data ?? {}
    show(form, button, pressed, told)
    if (left !== undefined)
      for (const line of document.querySelectorAll('[data-left]')) line.textContent = left
    return say(button, '')
  }
  show(form, button, was, count)
  say(button, (answer.kind === 'refused' && answer.data.message) || form.dataset['offline'] || '')
}

function countOf(button: HTMLElement): number | null {
  const shown = button.querySelector<HTMLElement>('[data-count]')
  return shown ? Number(shown.dataset['count']) : null
}

/** The same thing may have several buttons on a page: all of them say the same. */
function show(
  form: HTMLFormElement,
  pressedButton: HTMLButtonElement,
  pressed: boolean,
  count: number | null
): void {
  for (const button of form.elements as Iterable<HTMLButtonElement>) {
    if (!button.hasAttribute('aria-pressed') || button.value !== pressedButton.value) continue
    button.setAttribute('aria-pressed', String(pressed))
    if (pressed) button.setAttribute('formaction', form.dataset['other'] ?? '')
    else button.removeAttribute('formaction')
    const label = button.querySelector('[data-label]') ?? button
    label.textContent = (pressed ? form.dataset['pressed'] : form.dataset['press']) ?? ''
    const shown = button.querySelector<HTMLElement>('[data-count]')
    if (!shown || count === null) continue
    shown.dataset['count'] = String(count)
    shown.textContent = new Intl.NumberFormat(document.documentElement.lang).format(count)
  }
}

function say(button: HTMLElement, text: string): void {
  let line = button.nextElementSibling
  if (line?.getAttribute('role') !== 'alert') {
    if (!text) return
    line = document.createElement('p')
    line.setAttribute('role', 'alert')
    line.className = 'said'
    button.after(line)
  }
  line.textContent = text
}
