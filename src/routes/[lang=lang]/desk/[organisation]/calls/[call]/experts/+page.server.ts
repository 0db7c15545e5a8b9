import { redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import { admitExpert, inviteExpert, shareContact, withdrawAsked } from '#lib/core/expert/acts.ts'
import { expertRoles } from '#lib/core/expert/rules.ts'
import { listAsked, searchExperts } from '#lib/core/expert/views.ts'
import { textOf } from '#lib/routes/form.ts'
import { submit } from '#lib/routes/submit.server.ts'
import { to } from '#lib/ui/to.ts'
import { seeCallToOrganise } from '../../call.server.ts'
import type { Actions, PageServerLoad } from './$types'

type Event = RequestEvent<{ organisation: string; call: string }>

export const load: PageServerLoad = async ({ locals, params, url, parent }) => {
  const { app, who } = locals
  const { callId } = await seeCallToOrganise(locals, params)
  const { desk } = await parent()
  const wish = {
    skill: url.searchParams.get('skill')?.trim().slice(0, 60) || undefined,
    work: url.searchParams.get('work')?.trim().slice(0, 60) || undefined
  }
  const isSearch = url.searchParams.has('skill') || url.searchParams.has('work')
  const [asked, found] = await Promise.all([
    app.look(listAsked, who, { callId, after: url.searchParams.get('asked') || undefined }),
    isSearch && desk.isOrganiser
      ? app.look(searchExperts, who, {
          organisationId: desk.organisationId,
          ...wish,
          after: url.searchParams.get('after') || undefined
        })
      : null
  ])
  return {
    asked,
    found,
    wish: { skill: wish.skill ?? '', work: wish.work ?? '' },
    maySearch: desk.isOrganiser
  }
}

const named = ({ params }: Event, form: FormData) => ({
  callId: params.call,
  invitationId: textOf(form, 'invitationId') ?? ''
})
const done = ({ params }: Event, what: string) =>
  redirect(303, `${to(`/desk/${params.organisation}/calls/${params.call}/experts`)}?done=${what}`)

export const actions: Actions = {
  invite: event =>
    submit(
      event,
      inviteExpert,
      form => ({
        callId: event.params.call,
        profile: textOf(form, 'profile') ?? '',
        role: expertRoles.find(role => role === textOf(form, 'role'))!,
        words: textOf(form, 'words') ?? '',
        shares: textOf(form, 'shares') === 'yes'
      }),
      { onDone: () => done(event, 'asked') }
    ),
  withdraw: event =>
    submit(event, withdrawAsked, form => named(event, form), { onDone: () => done(event, 'saved') }),
  admit: event =>
    submit(event, admitExpert, form => named(event, form), { onDone: () => done(event, 'saved') }),
  share: event =>
    submit(
      event,
      shareContact,
      form => ({ ...named(event, form), shares: textOf(form, 'shares') === 'yes' }),
      { onDone: () => done(event, 'saved') }
    )
}
