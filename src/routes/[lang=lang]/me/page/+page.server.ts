import { redirect } from '@sveltejs/kit'
import { editProfile, hideCallOnProfile, issueCertificate } from '#lib/core/credit/acts.ts'
import { findOwnProfile, listCertificatesView } from '#lib/core/credit/views.ts'
import { languages } from '#lib/core/text/schema.ts'
import { textOf } from '#lib/routes/form.ts'
import { submit } from '#lib/routes/submit.server.ts'
import { to } from '#lib/ui/to.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { app, who } = locals
  const after = url.searchParams.get('after') ?? undefined
  const [own, certificates] = await Promise.all([
    app.look(findOwnProfile, who, { after }),
    app.look(listCertificatesView, who, {})
  ])
  const calls = new Map(own.items.map(({ call }) => [call.callId, call]))
  return {
    profile: own.profile && {
      slug: own.profile.slug,
      name: own.profile.name,
      about: own.profile.about,
      isPublic: own.profile.isPublic,
      isFindable: own.profile.isFindable
    },
    name: own.name,
    figures: own.figures,
    works: own.items,
    next: own.next,
    certificates: certificates.items,
    calls: [...calls.values()].map(({ callId, question }) => ({ callId, question })),
    host: new URL(app.config.origin).host
  }
}

const saved = () => redirect(303, `${to('/me/page')}?done=saved`)

export const actions: Actions = {
  edit: event =>
    submit(
      event,
      editProfile,
      form => ({
        slug: textOf(form, 'slug') ?? '',
        name: textOf(form, 'name') ?? '',
        about: textOf(form, 'about') ?? '',
        isPublic: form.getAll('shown').includes('public'),
        isFindable: form.getAll('shown').includes('findable')
      }),
      { onDone: saved }
    ),
  hide: event =>
    submit(
      event,
      hideCallOnProfile,
      form => ({ callId: textOf(form, 'callId') ?? '', isHidden: textOf(form, 'isHidden') === 'yes' }),
      { onDone: saved }
    ),
  certify: event =>
    submit(
      event,
      issueCertificate,
      form => ({
        callId: textOf(form, 'callId') ?? '',
        name: textOf(form, 'name') ?? '',
        language: languages.find(one => one === event.locals.lang) ?? 'en'
      }),
      { onDone: () => redirect(303, `${to('/me/page')}?done=saved#certificates`) }
    )
}
