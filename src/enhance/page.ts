// On every page: forms that count once, counted characters, copy buttons, real dialogs, drafts that are done with.
import { newKey } from './key.ts'

document.addEventListener('submit', event => {
  const form = event.target as HTMLFormElement
  if (form.method !== 'post' || event.defaultPrevented) return
  if (form.dataset['sent']) event.preventDefault()
  else {
    form.dataset['sent'] = 'yes'
    if (!form.elements.namedItem('_key')) form.append(hiddenKey())
    event.submitter?.setAttribute('aria-disabled', 'true')
  }
})

// Somebody who comes back to a page the browser kept may send its forms again, as something new.
window.addEventListener('pageshow', event => {
  if (!event.persisted) return
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sent]')) {
    delete form.dataset['sent']
    form.querySelector('[data-made-here]')?.remove()
    for (const button of form.querySelectorAll('[aria-disabled]')) button.removeAttribute('aria-disabled')
  }
})

function hiddenKey(): HTMLInputElement {
  const input = document.createElement('input')
  Object.assign(input, { type: 'hidden', name: '_key', value: newKey() })
  input.dataset['madeHere'] = 'yes'
  return input
}

for (const area of document.querySelectorAll<HTMLTextAreaElement>('textarea[data-most]')) {
  const count = document.getElementById(`${area.id}-count`)
  const most = Number(area.dataset['most'])
  const said = count?.textContent ?? ''
  const show = () => {
    if (!count) return
    const length = area.value.trim().length
    count.textContent = length === 0 ? said : `${length} / ${most}`
    count.classList.toggle('over-limit', length > most)
  }
  area.addEventListener('input', show)
  show()
}

/** `<button data-copy="text" data-copied="Copied" hidden>`: shown here, since it does nothing without a script. */
for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
  if (!navigator.clipboard) continue
  const said = button.textContent
  button.hidden = false
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset['copy'] ?? '')
    button.textContent = button.dataset['copied'] ?? said
    setTimeout(() => (button.textContent = said), 2000)
  })
}

for (const details of document.querySelectorAll<HTMLDetailsElement>('details.dialog:not([open])')) {
  const summary = details.querySelector('summary')
  const body = details.querySelector<HTMLElement>('.body')
  if (!summary || !body || !('showModal' in HTMLDialogElement.prototype)) continue
  summary.addEventListener('click', event => {
    event.preventDefault()
    openDialog(body, details)
  })
}

function openDialog(body: HTMLElement, details: HTMLDetailsElement): void {
  const dialog = document.createElement('dialog')
  const heading = body.querySelector('h2')
  if (heading) dialog.setAttribute('aria-labelledby', (heading.id ||= `dialog-${newKey()}`))
  const close = document.createElement('button')
  Object.assign(close, {
    type: 'button',
    className: 'button plain',
    textContent: details.dataset['close'] ?? '×'
  })
  close.addEventListener('click', () => dialog.close())
  dialog.append(...body.childNodes, close)
  dialog.addEventListener('click', event => event.target === dialog && dialog.close())
  dialog.addEventListener('close', () => {
    close.remove()
    body.append(...dialog.childNodes)
    dialog.remove()
  })
  document.body.append(dialog)
  dialog.showModal()
}

for (const mark of document.querySelectorAll<HTMLElement>('[data-draft-done]')) {
  try {
    localStorage.removeItem(`draft ${mark.dataset['draftDone']}`)
  } catch {
    // Storage is switched off: then no draft was kept either.
  }
}
