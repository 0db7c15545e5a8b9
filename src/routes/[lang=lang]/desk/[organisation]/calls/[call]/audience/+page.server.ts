import { redirect } from '@sveltejs/kit'
import { Refusal } from '#lib/core/door/refusal.ts'
import { importAudience } from '#lib/core/group/acts.ts'
import { audienceDesk } from '#lib/core/group/views.ts'
import { formOf, textOf } from '#lib/routes/form.ts'
import { submitForm } from '#lib/routes/submit.server.ts'
import { to } from '#lib/ui/to.ts'
import { linesOf } from '../../../../../groups/group-fields.ts'
import { seeCallToOrganise } from '../../call.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const { callId, audienceRule } = await seeCallToOrganise(locals, params)
  if (audienceRule?.kind !== 'list' && audienceRule?.kind !== 'verified') throw new Refusal('no-list')
  const { entries, used } = await locals.app.look(audienceDesk, locals.who, { callId })
  return { kind: audienceRule.kind, entries, used }
}

/** The lines of the field and the first column of the file; a head of the column is no entry. */
async function entriesIn(form: FormData): Promise<string[]> {
  const file = form.get('file')
  const cells = file instanceof File && file.size > 0 && file.size <= 2_000_000 ? await columnOf(file) : []
  return [...linesOf(textOf(form, 'entries') ?? ''), ...cells]
}

const columnOf = async (file: File): Promise<string[]> =>
  linesOf((await file.text()).replace(/^\ufeff/, ''))
    .map(line =>
      line
        .split(/[,;\t]/)[0]!
        .replace(/^"|"$/g, '')
        .trim()
    )
    .filter((cell, n) => n > 0 || cell.includes('@') || /^[0-9a-f]{64}$/i.test(cell))

export const actions: Actions = {
  default: async event => {
    const form = await formOf(event.request)
    const entries = await entriesIn(form)
    const { organisation, call: callId } = event.params
    const replace = textOf(form, 'replace') === 'yes'
    return submitForm(event, form, importAudience, () => ({ callId, entries, replace }), {
      onDone: () => redirect(303, `${to(`/desk/${organisation}/calls/${callId}/audience`)}?done=kept`)
    })
  }
}
