// At the queue of moderation: single keys, while the focus is within the list and not in a field. j and k go to the next
// case and back, p publishes, h opens another decision, x chooses for a decision about several.
const cases = [...document.querySelectorAll<HTMLElement>('[data-case]')]
const list = document.getElementById('cases')

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('textarea, select, input:not([type="checkbox"])')

const here = (): number => cases.findIndex(one => one.contains(document.activeElement))

function go(step: number): void {
  const next = cases[Math.min(cases.length - 1, Math.max(0, here() + step))]
  const head = next?.querySelector<HTMLElement>('h2')
  head?.focus()
  next?.scrollIntoView({ block: 'start' })
}

const deeds: Readonly<Record<string, (one: HTMLElement | undefined) => void>> = {
  j: () => go(1),
  k: () => go(-1),
  p: one => one?.querySelector<HTMLButtonElement>('[data-publish]')?.click(),
  h: one => {
    const another = one?.querySelector<HTMLDetailsElement>('[data-another]')
    if (!another) return
    another.open = true
    another.querySelector<HTMLElement>('input, select, textarea')?.focus()
  },
  x: one => one?.querySelector<HTMLInputElement>('[data-choose]')?.click()
}

list?.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
  const deed = deeds[event.key]
  if (!deed) return
  event.preventDefault()
  deed(cases[here()])
})
