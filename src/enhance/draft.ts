// Keeps what is typed into a form with a `[data-draft]` note (see ui/DraftNote.svelte) in this browser until it is done.
for (const note of document.querySelectorAll<HTMLElement>('[data-draft]')) {
  const form = note.closest('form')
  if (form) keepDraft(form, note)
}

function keepDraft(form: HTMLFormElement, note: HTMLElement): void {
  const name = `draft ${note.dataset['draft']}`
  const kept = read(name)
  // A form that comes back from the server with what was typed is newer than the draft.
  if (kept && !form.querySelector('[aria-invalid], .notice.wrong') && isUntouched(form)) {
    for (const field of fieldsOf(form)) {
      const value = kept[field.name]
      if (value !== undefined) field.value = value
      field.dispatchEvent(new Event('input', { bubbles: true }))
    }
    offerNew(form, note, name)
  } else note.textContent = note.dataset['kept'] ?? ''
  let waiting: ReturnType<typeof setTimeout> | undefined
  let sending: ReturnType<typeof setTimeout> | undefined
  form.addEventListener('input', () => {
    clearTimeout(waiting)
    clearTimeout(sending)
    waiting = setTimeout(() => write(name, form), 400)
    const { server } = note.dataset
    if (server) sending = setTimeout(() => void send(server, form), 3_000)
  })
  form.addEventListener('submit', () => {
    clearTimeout(sending)
    write(name, form)
  })
}

function offerNew(form: HTMLFormElement, note: HTMLElement, name: string): void {
  const button = document.createElement('button')
  Object.assign(button, { type: 'button', className: 'button plain', textContent: note.dataset['drop'] })
  button.addEventListener('click', () => {
    localStorage.removeItem(name)
    for (const field of fieldsOf(form)) {
      field.value = ''
      field.dispatchEvent(new Event('input', { bubbles: true }))
    }
    note.textContent = note.dataset['kept'] ?? ''
    fieldsOf(form)[0]?.focus()
  })
  note.replaceChildren(`${note.dataset['back'] ?? ''} `, button)
}

type Field = HTMLInputElement | HTMLTextAreaElement

/** Texts only: choices and files are quickly made again, and passwords are never kept. */
function fieldsOf(form: HTMLFormElement): Field[] {
  const fields = form.querySelectorAll<Field>('textarea, input:is([type=text], [type=url], :not([type]))')
  return [...fields].filter(field => field.name)
}

function isUntouched(form: HTMLFormElement): boolean {
  return fieldsOf(form).every(field => field.value === field.defaultValue)
}

function read(name: string): Record<string, string> | undefined {
  try {
    return (JSON.parse(localStorage.getItem(name) ?? 'null') as Record<string, string> | null) ?? undefined
  } catch {
    return undefined
  }
}

const valuesOf = (form: HTMLFormElement): Record<string, string> =>
  Object.fromEntries(fieldsOf(form).flatMap(field => (field.value === '' ? [] : [[field.name, field.value]])))

/** For another device of the same person. That it did not come through is no news: this browser has it. */
async function send(server: string, form: HTMLFormElement): Promise<void> {
  const body = valuesOf(form)
  const isEmpty = Object.keys(body).length === 0
  const headers = { 'content-type': 'application/json' }
  try {
    await fetch(
      server,
      isEmpty ? { method: 'DELETE' } : { method: 'PUT', headers, body: JSON.stringify({ body }) }
    )
  } catch {
    // No connection.
  }
}

function write(name: string, form: HTMLFormElement): void {
  const values = valuesOf(form)
  try {
    if (Object.keys(values).length === 0) localStorage.removeItem(name)
    else localStorage.setItem(name, JSON.stringify(values))
  } catch {
    // Storage is full or switched off; the form works as it does without a script.
  }
}
