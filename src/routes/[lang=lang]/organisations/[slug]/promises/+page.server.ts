import { redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import { findOrganisationView } from '#lib/core/organisation/views.ts'
import { hideDispute, raiseDispute, withdrawDispute, wordOnDispute } from '#lib/core/promise/acts.ts'
import { disputeGrounds } from '#lib/core/promise/rules.ts'
import { findPromises } from '#lib/core/promise/views.ts'
import { textOf } from '#lib/routes/form.ts'
import { submit } from '#lib/routes/submit.server.ts'
import { to } from '#lib/ui/to.ts'
import { onServer } from '../../../../on-server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { slug }, url }) => {
  const { app, who } = locals
  const after = url.searchParams.get('after') ?? undefined
  const [organisation, record] = await Promise.all([
    app.look(findOrganisationView, who, { slug }),
    app.look(findPromises, who, { slug, after, limit: 20 })
  ])
  return {
    hue: organisation.accent,
    page: onServer({
      slug,
      name: organisation.name,
      languages: organisation.languages,
      isFirst: !after,
      ...record
    })
  }
}

const named = (form: FormData) => ({
  callId: textOf(form, 'callId') ?? '',
  disputeId: textOf(form, 'disputeId') ?? ''
})

const done = ({ params }: RequestEvent) => ({
  onDone: () => redirect(303, `${to(`/organisations/${params['slug']}/promises`)}?done=said`)
})

export const actions: Actions = {
  dispute: event =>
    submit(
      event,
      raiseDispute,
      form => ({ callId: textOf(form, 'callId') ?? '', words: textOf(form, 'words') ?? '' }),
      done(event)
    ),
  withdraw: event => submit(event, withdrawDispute, named, done(event)),
  word: event =>
    submit(
      event,
      wordOnDispute,
      form => ({ ...named(form), words: textOf(form, 'words') ?? '' }),
      done(event)
    ),
  hide: event =>
    submit(
      event,
      hideDispute,
      form => ({
        ...named(form),
        ground: disputeGrounds.find(ground => ground === textOf(form, 'ground')) ?? ('' as 'spam')
      }),
      done(event)
    )
}
