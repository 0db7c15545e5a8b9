import { redirect } from '@sveltejs/kit'
import { editOrganisation, verifyDomain } from '#lib/core/organisation/acts.ts'
import type { OrganisationKind } from '#lib/core/organisation/rules.ts'
import { findSettings } from '#lib/core/organisation/views.ts'
import { to } from '#lib/ui/to.ts'
import { textOf, textsOf } from '#lib/routes/form.ts'
import { submit } from '#lib/routes/submit.server.ts'
import { knownTimeZones } from '../../../time-zones.ts'
import { findDesk } from '../../desk.server.ts'
import { accentsWith } from './accents.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, parent }) => {
  const { desk } = await parent()
  const found = await locals.app.look(findSettings, locals.who, { organisationId: desk.organisationId })
  return {
    zones: knownTimeZones(),
    accents: accentsWith(found.accent),
    organisation: {
      name: found.name,
      slug: found.slug,
      kind: found.kind,
      about: found.about,
      accent: found.accent,
      languages: found.languages,
      timeZone: found.timeZone,
      contactEmail: found.contactEmail,
      address: found.address,
      website: found.website,
      privacy: found.privacy,
      terms: found.terms,
      imprint: found.imprint,
      accessibility: found.accessibility,
      secondLook: found.secondLook,
      domain: found.domain,
      domainProof: found.domainProof
    }
  }
}

export const actions: Actions = {
  edit: async event => {
    const { organisationId } = await findDesk(event.locals, event.params.organisation)
    return submit(
      event,
      editOrganisation,
      form => ({
        organisationId,
        changes: {
          name: textOf(form, 'changes.name') ?? '',
          kind: textOf(form, 'changes.kind') as OrganisationKind,
          about: textOf(form, 'changes.about') ?? '',
          accent: Number(textOf(form, 'changes.accent') ?? Number.NaN),
          languages: textsOf(form, 'changes.languages') as App.Locals['lang'][],
          timeZone: textOf(form, 'changes.timeZone') ?? '',
          contactEmail: textOf(form, 'changes.contactEmail') ?? null,
          address: textOf(form, 'changes.address') ?? '',
          website: textOf(form, 'changes.website') ?? null,
          privacy: textOf(form, 'changes.privacy') ?? '',
          terms: textOf(form, 'changes.terms') ?? '',
          imprint: textOf(form, 'changes.imprint') ?? '',
          accessibility: textOf(form, 'changes.accessibility') ?? '',
          secondLook: form.has('changes.secondLook')
        }
      }),
      { onDone: () => redirect(303, `${to(`/desk/${event.params.organisation}/settings`)}?done=saved`) }
    )
  },

  domain: async event => {
    const { organisationId } = await findDesk(event.locals, event.params.organisation)
    return submit(event, verifyDomain, form => ({ organisationId, domain: textOf(form, 'domain') ?? '' }), {
      onDone: () => redirect(303, `${to(`/desk/${event.params.organisation}/settings`)}?done=domain#domain`)
    })
  }
}
