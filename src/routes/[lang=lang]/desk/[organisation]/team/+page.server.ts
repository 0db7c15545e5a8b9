import { redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import { listDesk } from '#lib/core/call/views.ts'
import { Refusal } from '#lib/core/door/refusal.ts'
import { sendInvitation, withdrawInvitation } from '#lib/core/invitation/acts.ts'
import { listInvitationsView } from '#lib/core/invitation/views.ts'
import { giveRole, leaveOrganisation, takeRole } from '#lib/core/organisation/team-acts.ts'
import { listTeamView } from '#lib/core/organisation/views.ts'
import { mayHandOut, roles } from '#lib/core/role/rules.ts'
import type { Role } from '#lib/core/role/rules.ts'
import { languages } from '#lib/core/text/schema.ts'
import { to } from '#lib/ui/to.ts'
import { textOf } from '#lib/routes/form.ts'
import { submit } from '#lib/routes/submit.server.ts'
import { findDesk } from '../../desk.server.ts'
import type { Actions, PageServerLoad } from './$types'

type Event = RequestEvent<{ organisation: string }>

export const load: PageServerLoad = async ({ locals, parent }) => {
  const { app, who } = locals
  const { desk } = await parent()
  if (!desk.isOrganiser) throw new Refusal('not-allowed')
  const { organisationId } = desk
  const [team, invitations, calls] = await Promise.all([
    app.look(listTeamView, who, { organisationId }),
    app.look(listInvitationsView, who, { organisationId }),
    app.look(listDesk, who, { organisationId })
  ])
  const held = new Set<Role>(desk.isOwner ? ['owner'] : ['organiser'])
  return {
    me: who.personId,
    calls: calls.items.map(({ callId, question }) => ({ callId, question })),
    handsOut: roles.filter(role => mayHandOut(held, role)),
    team: team.items.map(({ personId, name, email, roles }) => ({ personId, name, email, roles })),
    invitations: invitations.items.filter(
      invitation => invitation.state === 'waiting' || invitation.state === 'expired'
    )
  }
}

const roleIn = (form: FormData) => roles.find(role => role === textOf(form, 'role'))!

/** Whose role, and in which call if not in all. */
function namedIn(form: FormData) {
  const callId = textOf(form, 'callId')
  return { personId: textOf(form, 'personId') ?? '', role: roleIn(form), ...(callId ? { callId } : {}) }
}

const done = (event: Event, what: string) =>
  redirect(303, `${to(`/desk/${event.params.organisation}/team`)}?done=${what}`)

export const actions: Actions = {
  invite: async event => {
    const { organisationId } = await findDesk(event.locals, event.params.organisation)
    return submit(
      event,
      sendInvitation,
      form => ({
        organisationId,
        email: textOf(form, 'email') ?? '',
        role: roleIn(form),
        language: languages.find(one => one === textOf(form, 'language')) ?? event.locals.lang
      }),
      { onDone: () => done(event, 'invited') }
    )
  },

  withdraw: async event => {
    const { organisationId } = await findDesk(event.locals, event.params.organisation)
    return submit(
      event,
      withdrawInvitation,
      form => ({ organisationId, invitationId: textOf(form, 'invitationId') ?? '' }),
      {
        onDone: () => done(event, 'withdrawn')
      }
    )
  },

  give: async event => {
    const { organisationId } = await findDesk(event.locals, event.params.organisation)
    return submit(event, giveRole, form => ({ organisationId, ...namedIn(form) }), {
      onDone: () => done(event, 'given')
    })
  },

  take: async event => {
    const { organisationId } = await findDesk(event.locals, event.params.organisation)
    return submit(event, takeRole, form => ({ organisationId, ...namedIn(form) }), {
      onDone: () => done(event, 'taken')
    })
  },

  leave: async event => {
    const { organisationId } = await findDesk(event.locals, event.params.organisation)
    return submit(event, leaveOrganisation, () => ({ organisationId }), {
      onDone: () => redirect(303, `${to('/desk')}?done=left`)
    })
  }
}
