import { listVersions } from '#lib/core/contribution/views.ts'
import { onServer } from '../../../../../on-server.ts'
import { headOf } from '../../../seen-call.server.ts'
import { diffOfWords } from '../../../word-diff.server.ts'
import { seeContribution } from '../seen-contribution.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { call, contribution, rules } = await seeContribution(locals, params)
  const { callId, contributionId } = contribution
  const { items } = await locals.app.look(listVersions, locals.who, { callId, contributionId })
  const n = Math.max(
    0,
    items.findIndex(item => String(item.version) === url.searchParams.get('version'))
  )
  const at = url.searchParams.has('version') ? n : items.length - 1
  const [version, before] = [items[at]!, items[at - 1]]
  const labelOf = (theme: string | null) => rules.themes.find(one => one.id === theme)?.label ?? ''
  const shown = {
    head: headOf(call),
    contribution: { contributionId, title: contribution.title, language: contribution.language },
    versions: items.map(item => ({ version: item.version, madeAt: item.madeAt })).reverse(),
    version: { version: version.version, madeAt: version.madeAt },
    title: diffOfWords(before?.title ?? version.title, version.title),
    text: diffOfWords(before?.text ?? version.text, version.text),
    theme: diffOfWords(labelOf(before?.theme ?? version.theme), labelOf(version.theme))
  }
  return { hue: call.organisation.accent, page: onServer(shown) }
}
