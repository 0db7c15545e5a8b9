import { redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import {
  admitMember,
  closeGroupAct,
  consentToLoosening,
  dropLooseningAct,
  editGroup,
  inviteToGroup,
  joinGroup,
  leaveGroup,
  refuseMember,
  setStewardAct
} from '#lib/core/group/acts.ts'
import { findGroupView, listGroupMembers } from '#lib/core/group/views.ts'
import { languages } from '#lib/core/text/schema.ts'
import { textOf } from '#lib/routes/form.ts'
import { submit } from '#lib/routes/submit.server.ts'
import { to } from '#lib/ui/to.ts'
import { renderText } from '../../calls/rendered-text.server.ts'
import { groupFields } from '../group-fields.ts'
import type { Actions, PageServerLoad } from './$types'

type Event = RequestEvent<{ group: string }>

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, who } = locals
  const groupId = params.group
  const group = await app.look(findGroupView, who, { groupId })
  const after = url.searchParams.get('after') || undefined
  const [members, asking] = await Promise.all([
    group.you.seesMembers ? app.look(listGroupMembers, who, { groupId, after, limit: 50 }) : null,
    group.you.runs ? app.look(listGroupMembers, who, { groupId, state: 'asked', limit: 20 }) : null
  ])
  return {
    group,
    about: renderText(group.about),
    me: who.personId,
    members: members?.items ?? null,
    next: members?.next ?? null,
    asking: asking?.items ?? []
  }
}

const named = ({ params }: Event) => ({ groupId: params.group })
const done = (event: Event, what: string) =>
  redirect(303, `${to(`/groups/${event.params.group}`)}?done=${what}`)
const member = (event: Event, form: FormData) => ({
  ...named(event),
  personId: textOf(form, 'personId') ?? ''
})

/** Answers come under `answers.` and the id of their question. */
function answersIn(form: FormData): Record<string, string> {
  const answers = [...form.keys()].filter(name => name.startsWith('answers.'))
  return Object.fromEntries(answers.map(name => [name.slice('answers.'.length), textOf(form, name) ?? '']))
}

export const actions: Actions = {
  join: event =>
    submit(event, joinGroup, form => ({ ...named(event), answers: answersIn(form) }), {
      onDone: ({ result }) => done(event, result.state)
    }),
  leave: event =>
    submit(event, leaveGroup, () => named(event), {
      // A group that hides is not there any more for whoever left it.
      onDone: () => redirect(303, `${to('/me/groups')}?done=left`)
    }),
  consent: event =>
    submit(
      event,
      consentToLoosening,
      form => ({ ...named(event), looseningId: textOf(form, 'looseningId') ?? '' }),
      { onDone: () => done(event, 'saved') }
    ),
  drop: event => submit(event, dropLooseningAct, () => named(event), { onDone: () => done(event, 'saved') }),
  admit: event =>
    submit(event, admitMember, form => member(event, form), { onDone: () => done(event, 'saved') }),
  refuse: event =>
    submit(event, refuseMember, form => ({ ...member(event, form), reason: textOf(form, 'reason') ?? '' }), {
      onDone: () => done(event, 'saved')
    }),
  steward: event =>
    submit(
      event,
      setStewardAct,
      form => ({ ...member(event, form), isSteward: textOf(form, 'isSteward') === 'yes' }),
      { onDone: () => done(event, 'saved') }
    ),
  invite: event =>
    submit(
      event,
      inviteToGroup,
      form => ({
        ...named(event),
        email: textOf(form, 'email') ?? '',
        language: languages.find(one => one === textOf(form, 'language')) ?? event.locals.lang
      }),
      { onDone: () => done(event, 'invited') }
    ),
  edit: event =>
    submit(
      event,
      editGroup,
      form => ({ ...named(event), revision: Number(textOf(form, 'revision')), ...groupFields(form) }),
      { onDone: ({ result }) => done(event, result.proposed ? 'proposed' : 'saved') }
    ),
  close: event => submit(event, closeGroupAct, () => named(event), { onDone: () => done(event, 'saved') })
}
