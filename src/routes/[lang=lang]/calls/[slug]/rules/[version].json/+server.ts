import { listRules } from '#lib/core/call/views.ts'
import { Refusal } from '#lib/core/door/refusal.ts'
import type { RequestHandler } from './$types'

/** The frozen text of one version, byte for byte as it was hashed. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { items } = await locals.app.look(listRules, locals.who, { call: params.slug })
  const found = items.find(({ version }) => String(version) === params.version)
  if (!found) throw new Refusal('not-found')
  return new Response(found.canonical, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="${params.slug}-rules-${found.version}.json"`
    }
  })
}
