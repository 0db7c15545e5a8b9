import { partsOf } from '#lib/methods/parts.ts'
import type { PageLoad } from './$types'

export const load: PageLoad = async ({ data }) => ({
  ...data,
  parts: await partsOf(data.page.shown.step.method)
})
