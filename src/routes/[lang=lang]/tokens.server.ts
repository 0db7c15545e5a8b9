import { redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import { scopes } from '../../core/door/who.ts'
import { makeToken, revokeToken } from '../../core/token/acts.ts'
import { listTokensView } from '../../core/token/views.ts'
import { textOf, textsOf } from '../form.ts'
import { submit } from '../submit.server.ts'

/** The tokens of a person, or of an organisation if one is named. */
export async function seeTokens({ app, who }: App.Locals, organisationId?: string) {
  const { items } = await app.look(listTokensView, who, organisationId ? { organisationId } : {})
  return items
}

/** Makes a token; its secret is in the answer and nowhere afterwards. */
export const makeTokenOf = (event: RequestEvent, organisationId?: string) =>
  submit(
    event,
    makeToken,
    form => ({
      label: textOf(form, 'label') ?? '',
      scopes: textsOf(form, 'scopes').filter(one =>
        scopes.some(scope => scope === one)
      ) as (typeof scopes)[number][],
      days: Number(textOf(form, 'days') ?? 0),
      ...(organisationId ? { organisationId } : {})
    }),
    { onDone: ({ result }) => ({ secret: result.secret }) }
  )

export const revokeTokenAt = (event: RequestEvent, page: string) =>
  submit(event, revokeToken, form => ({ tokenId: textOf(form, 'tokenId') ?? '' }), {
    onDone: () => redirect(303, `${page}?done=revoked`)
  })
