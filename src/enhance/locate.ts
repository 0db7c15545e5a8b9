// `<button data-locate="field-id" data-failed="…" hidden>`: puts the visitor's position into a field, when asked to.
for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-locate]')) {
  const field = document.getElementById(button.dataset['locate'] ?? '') as HTMLInputElement | null
  if (!field || !('geolocation' in navigator) || !isSecureContext) continue
  button.hidden = false
  button.addEventListener('click', () => {
    button.setAttribute('aria-disabled', 'true')
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        field.value = `${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}`
        field.dispatchEvent(new Event('input', { bubbles: true }))
        button.removeAttribute('aria-disabled')
        field.focus()
      },
      () => {
        button.removeAttribute('aria-disabled')
        say(button, button.dataset['failed'] ?? '')
      },
      { timeout: 15_000, maximumAge: 60_000 }
    )
  })
}

function say(button: HTMLElement, text: string): void {
  const line = button.nextElementSibling ?? document.createElement('span')
  line.setAttribute('role', 'alert')
  line.className = 'said'
  line.textContent = text
  button.after(line)
}
