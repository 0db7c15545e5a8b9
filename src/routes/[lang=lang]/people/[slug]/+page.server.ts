import { findProfileView } from '#lib/core/credit/views.ts'
import { onServer } from '../../../on-server.ts'
import { renderText } from '../../calls/rendered-text.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { slug }, url }) => {
  const after = url.searchParams.get('after') ?? undefined
  const profile = await locals.app.look(findProfileView, locals.who, { slug, after })
  return { page: onServer({ ...profile, about: renderText(profile.about), isFirst: !after }) }
}
