import type { PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals }) => ({
  operator: {
    name: locals.app.config.operator?.name ?? null,
    contact: locals.app.config.operator?.contact ?? null
  }
})
