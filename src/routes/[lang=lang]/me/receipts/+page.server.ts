import { listReceipts } from '#lib/core/person/views.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const after = url.searchParams.get('after') ?? undefined
  const { items, next } = await locals.app.look(listReceipts, locals.who, { after, limit: 50 })
  return {
    next,
    receipts: items.map(({ call, lineId, sequence, event, at }) => ({
      lineId,
      sequence,
      event,
      at,
      call: { slug: call.slug, question: call.question }
    }))
  }
}
