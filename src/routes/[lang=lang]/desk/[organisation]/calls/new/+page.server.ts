import { fail, redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import { draftCall } from '#lib/core/call/acts.ts'
import type { CallFields } from '#lib/core/call/input.ts'
import { Refusal, invalid } from '#lib/core/door/refusal.ts'
import { CallFileError, readCallFile } from '#lib/core/exchange/call-file/read-call-file.ts'
import { slugOf } from '#lib/core/organisation/slug.ts'
import { findPreset, listPresetsView } from '#lib/core/preset/views.ts'
import { languages } from '#lib/core/text/schema.ts'
import { problemText } from '#lib/locales/refusals.ts'
import { methods } from '#lib/methods/index.ts'

import { formOf, keyOf, textOf, valuesOf } from '#lib/routes/form.ts'
import { attempt, refused } from '#lib/routes/submit.server.ts'
import { findDesk } from '../../../desk.server.ts'
import { atFields } from '../call-fields.ts'
import type { Actions, PageServerLoad } from './$types'

type Event = RequestEvent<{ organisation: string }>

export const load: PageServerLoad = async ({ locals, parent, url }) => {
  const { desk } = await parent()
  if (!desk.isOrganiser) throw new Refusal('not-allowed')
  const { items } = await locals.app.look(listPresetsView, locals.who, {})
  const ids = items.map(preset => preset.id)
  return { presets: ids, chosen: ids.find(id => id === url.searchParams.get('preset')) ?? ids[0]! }
}

const mostTries = 20

/** Keeps a new draft at the address asked for; or at one like it, where nobody asked for that very one. */
async function draft(
  event: Event,
  form: FormData,
  fields: CallFields,
  slugs: (n: number) => string,
  tries: number
) {
  const { app, who, lang } = event.locals
  const desk = await findDesk(event.locals, event.params.organisation)
  for (let n = 1; ; n++) {
    try {
      const input = { organisationId: desk.organisationId, slug: slugs(n), fields }
      const { result } = await app.perform(draftCall, who, input, {
        channel: 'web',
        idempotencyKey: keyOf(form)
      })
      return `/${lang}/desk/${desk.slug}/calls/${result.callId}/edit`
    } catch (error) {
      const isTaken = error instanceof Refusal && error.code === 'name-taken'
      if (!isTaken || n >= tries) throw atFields(error)
    }
  }
}

export const actions: Actions = {
  preset: event =>
    attempt(event, async form => {
      const { app, who, lang } = event.locals
      const question = textOf(form, 'question')
      if (!question) throw invalid('question', 'required')
      const { timeZone, languages: spoken } = await findDesk(event.locals, event.params.organisation)
      const language = languages.find(one => one === textOf(form, 'language')) ?? lang
      const { fields } = await app.look(findPreset, who, {
        preset: textOf(form, 'preset') ?? '',
        language,
        timeZone
      })
      const asked = textOf(form, 'slug')
      const written: CallFields = {
        ...fields,
        question,
        languages: [...new Set([language, ...spoken])] as CallFields['languages']
      }
      redirect(
        303,
        await draft(event, form, written, n => asked ?? addressFor(question, n), asked ? 1 : mostTries)
      )
    }),

  file: async event => {
    const form = await formOf(event.request)
    const file = form.get('file')
    const text = file instanceof File && file.size > 0 ? await file.text() : (textOf(form, 'text') ?? '')
    try {
      if (text === '') throw invalid('text', 'required')
      const { slug, fields } = readCallFile(text, { methods, now: new Date() })
      redirect(303, await draft(event, form, fields, n => (n === 1 ? slug : `${slug}-${n}`), mostTries))
    } catch (error) {
      if (!(error instanceof CallFileError)) return refused(event, form, error)
      return fail(422, {
        action: 'file',
        values: valuesOf(form),
        fileProblems: inWords(error, event.locals.lang)
      })
    }
  }
}

const inWords = ({ problems }: CallFileError, lang: App.Locals['lang']) =>
  problems.map(({ line, path, code, limits }) => ({
    line,
    path,
    text: problemText({ code, ...(limits ? { limits } : {}) }, lang)
  }))

/** An address made from the question's first words, with a number where that is taken. */
function addressFor(question: string, n: number): string {
  const whole = slugOf(question, 200)
  const base = (whole.length <= 45 ? whole : whole.slice(0, 46).replace(/-[^-]*$/, '')) || 'call'
  return n === 1 ? base : `${base}-${n}`
}
