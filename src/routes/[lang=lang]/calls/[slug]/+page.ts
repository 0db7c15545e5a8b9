import { partsOf } from '#lib/methods/parts.ts'
import type { PageLoad } from './$types'

export const load: PageLoad = async ({ data }) => {
  const { work } = data.page.shown
  return { ...data, parts: work && (await partsOf(work.step.method)) }
}
