import { listRules } from '#lib/core/call/views.ts'
import { onServer } from '../../../../on-server.ts'
import { diffOfRules } from '../../rules-diff.server.ts'
import { rulesInWords } from '../../rules-in-words.server.ts'
import { headOf, seeCall } from '../../seen-call.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const [call, { items }] = await Promise.all([
    seeCall(locals, params.slug),
    locals.app.look(listRules, locals.who, { call: params.slug })
  ])
  const words = await Promise.all(items.map(item => rulesInWords(item.canonical)))
  const versions = items.map(({ version, reason, madeAt, hash }, n) => ({
    version,
    reason,
    madeAt,
    hash,
    changes: n === 0 ? [] : diffOfRules(words[n - 1]!, words[n]!)
  }))
  const shown = {
    head: headOf(call),
    language: call.language,
    parts: words.at(-1) ?? [],
    versions: versions.reverse()
  }
  return { hue: call.organisation.accent, page: onServer(shown) }
}
