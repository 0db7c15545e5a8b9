// While somebody types, what is there already: `[data-suggest]` names the address to ask, `data-of` the field's id; inside
// are a list and a template whose `[data-text]` and `a[data-href]` are filled from each item (see ui/Suggestions.svelte).
const fewest = 4
const pauseMs = 250

for (const box of document.querySelectorAll<HTMLElement>('[data-suggest]')) {
  const field = document.getElementById(box.dataset['of'] ?? '') as
    HTMLInputElement | HTMLTextAreaElement | null
  if (field) suggest(box, field)
}

function suggest(box: HTMLElement, field: HTMLInputElement | HTMLTextAreaElement): void {
  let waiting: ReturnType<typeof setTimeout> | undefined
  let underway: AbortController | undefined
  let asked = ''
  field.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(async () => {
      const text = field.value.trim().slice(0, 300)
      if (text === asked) return
      asked = text
      underway?.abort()
      if (text.length < fewest) return fill(box, [])
      underway = new AbortController()
      fill(box, await ask(`${box.dataset['suggest']}${encodeURIComponent(text)}`, underway.signal))
    }, pauseMs)
  })
}

type Item = Readonly<Record<string, unknown>>

/** Nothing where the answer does not come: suggestions are a courtesy, and the form goes on without. */
async function ask(address: string, signal: AbortSignal): Promise<readonly Item[] | undefined> {
  try {
    const response = await fetch(address, { signal, headers: { accept: 'application/json' } })
    return response.ok ? ((await response.json()) as { items: Item[] }).items : []
  } catch {
    return signal.aborted ? undefined : []
  }
}

function fill(box: HTMLElement, items: readonly Item[] | undefined): void {
  const list = box.querySelector('[data-list]')
  const template = box.querySelector('template')
  if (!items || !list || !template) return
  list.replaceChildren(...items.map(item => filled(template, item)))
  box.hidden = items.length === 0
}

function filled(template: HTMLTemplateElement, item: Item): DocumentFragment {
  const copy = template.content.cloneNode(true) as DocumentFragment
  for (const part of copy.querySelectorAll<HTMLElement>('[data-text]')) {
    part.textContent = String(item[part.dataset['text'] ?? ''] ?? '')
  }
  for (const button of copy.querySelectorAll<HTMLButtonElement>('[data-value]')) {
    button.value = String(item[button.dataset['value'] ?? ''] ?? '')
  }
  for (const link of copy.querySelectorAll<HTMLAnchorElement>('[data-href]')) {
    link.href = (link.dataset['href'] ?? '').replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(String(item[name] ?? ''))
    )
  }
  return copy
}
