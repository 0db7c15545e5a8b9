// Dragging for pages of the analysis desk: what has `data-drag` is dropped on what has `data-drop`, and the form named by
// `data-drag-form` is sent as its button would. All of it can be done by keyboard and without a script too.
const board = document.querySelector<HTMLElement>('[data-drag-form]')
if (board) enable(board)

for (const all of document.querySelectorAll<HTMLInputElement>('[data-select-all]')) {
  // Without a script it would do nothing.
  all.closest('label')?.removeAttribute('hidden')
  all.addEventListener('change', () => {
    const name = all.dataset['selectAll']
    for (const box of document.querySelectorAll<HTMLInputElement>(`input[type=checkbox][name="${name}"]`))
      box.checked = all.checked
  })
}

function enable(board: HTMLElement): void {
  let dragged: HTMLElement | null = null
  for (const item of document.querySelectorAll<HTMLElement>('[data-drag]')) {
    item.draggable = true
    item.addEventListener('dragstart', event => {
      dragged = item
      event.dataTransfer?.setData('text/plain', item.dataset['drag'] ?? '')
      event.stopPropagation()
    })
    item.addEventListener('dragend', () => (dragged = null))
  }
  for (const place of document.querySelectorAll<HTMLElement>('[data-drop]')) {
    place.addEventListener('dragover', event => {
      if (!dragged || dragged === place) return
      event.preventDefault()
      place.classList.add('dropping')
    })
    place.addEventListener('dragleave', () => place.classList.remove('dropping'))
    place.addEventListener('drop', event => {
      if (!dragged || dragged === place) return
      event.preventDefault()
      send(board, dragged.dataset['drag'] ?? '', place.dataset['drop'] ?? '')
    })
  }
}

/** What was dragged goes together with all that is selected, if it is among them. */
function send(board: HTMLElement, item: string, into: string): void {
  const { dragForm = '', dragItem = '', dragInto = '' } = board.dataset
  const boxes = [
    ...document.querySelectorAll<HTMLInputElement>(`input[type=checkbox][name="${dragItem}"]:checked`)
  ]
  const selected = boxes.map(box => box.value)
  const items = selected.includes(item) ? selected : [item]
  const form = document.createElement('form')
  form.method = 'POST'
  form.action = dragForm
  const add = (name: string, value: string) => {
    const input = document.createElement('input')
    Object.assign(input, { type: 'hidden', name, value })
    form.append(input)
  }
  for (const one of items) add(dragItem, one)
  add(dragInto, into)
  document.body.append(form)
  form.submit()
}
