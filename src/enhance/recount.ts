// Counts a result again in the browser, from the public record: `[data-recount]` names the result's address; what came of
// it is said in its `[role=status]`, in the words its attributes hold ready.
import { unpackResponses } from '../core/exchange/recount/packed.ts'
import type { PackedResponses } from '../core/exchange/recount/packed.ts'
import type { Counted, CountedResponse } from '../core/method.ts'
import { isSameResult, recount } from '../methods/recount.ts'

interface Page {
  readonly version: number
  readonly method: string
  readonly settings: unknown
  readonly closedAt: number
  readonly contributions?: readonly Counted[]
  readonly responses?: PackedResponses
  readonly next: number | null
}

for (const box of document.querySelectorAll<HTMLElement>('[data-recount]')) {
  const button = box.querySelector('button')
  const status = box.querySelector<HTMLElement>('[role=status]')
  if (!button || !status) continue
  box.hidden = false
  button.addEventListener('click', async () => {
    button.disabled = true
    status.textContent = box.dataset['working'] ?? ''
    status.textContent = await say(box)
    button.disabled = false
  })
}

async function say({ dataset }: HTMLElement): Promise<string> {
  try {
    const address = dataset['recount'] ?? ''
    const published = (await read(address)) as { version: number; result: unknown }
    const { head, contributions, responses } = await readMaterial(address)
    const start = performance.now()
    const own = recount({ ...head, contributions, responses })
    if (!own) return dataset['unknown'] ?? ''
    const isSame = head.version === published.version && isSameResult(own, published.result)
    const number = new Intl.NumberFormat(document.documentElement.lang)
    const facts: Record<string, string> = {
      contributions: number.format(contributions.length),
      responses: number.format(responses.length),
      ms: number.format(Math.ceil(performance.now() - start))
    }
    return ((isSame ? dataset['same'] : dataset['different']) ?? '').replace(
      /\[(\w+)\]/g,
      (_, name: string) => facts[name] ?? ''
    )
  } catch {
    return dataset['failed'] ?? ''
  }
}

/** What the result was counted from, page by page. */
async function readMaterial(address: string) {
  const contributions: Counted[] = []
  const responses: CountedResponse[] = []
  let head: Page | undefined
  for (const part of ['contributions', 'responses']) {
    for (let from: number | null = 0; from !== null;) {
      const page: Page = (await read(`${address}/material?part=${part}&from=${from}`)) as Page
      head ??= page
      contributions.push(...(page.contributions ?? []).map(({ id, theme }) => ({ id, theme })))
      if (page.responses) responses.push(...unpackResponses(page.responses))
      from = page.next
    }
  }
  return { head: head!, contributions, responses }
}

async function read(address: string): Promise<unknown> {
  const response = await fetch(address, { headers: { accept: 'application/json' } })
  if (!response.ok) throw new Error(String(response.status))
  return response.json()
}
