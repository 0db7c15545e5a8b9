import { partsOf } from '#lib/methods/parts.ts'
import type { PageLoad } from './$types'

export const load: PageLoad = async ({ data }) => ({
  ...data,
  parts: await Promise.all(data.fields.steps.map(step => partsOf(step.method)))
})
