// Loads the page anew once something it waits for is there: `[data-again]` names an address that answers JSON, and
// `data-until` what its `state` must be. The page says itself how to look without a script.
const everyMs = 2_000

for (const part of document.querySelectorAll<HTMLElement>('[data-again]')) void look(part)

async function look(part: HTMLElement): Promise<void> {
  const { again = '', until } = part.dataset
  try {
    const response = await fetch(again, { headers: { accept: 'application/json' } })
    const { state } = (await response.json()) as { state?: string }
    if (state === until) return location.reload()
  } catch {
    // No connection for the moment: the next look may have one.
  }
  setTimeout(() => void look(part), everyMs)
}
