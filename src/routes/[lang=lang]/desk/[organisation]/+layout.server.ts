import { findDesk } from '../desk.server.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = async ({ locals, params }) => {
  const desk = await findDesk(locals, params.organisation)
  return { desk, hue: desk.accent }
}
