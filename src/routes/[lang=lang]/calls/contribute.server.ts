import { isActionFailure, redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import { createContribution } from '../../../core/contribution/acts.ts'
import { Refusal, invalid } from '../../../core/door/refusal.ts'
import { dropDraft } from '../../../core/person/draft-acts.ts'
import { partsOf } from '../../../methods/parts.ts'
import { formOf, keyOf, textOf, textsOf } from '../../form.ts'
import { recognise, refused, submitForm } from '../../submit.server.ts'
import type { Refused } from '../../submit.server.ts'
import { draftOf } from './draft-of.ts'
import { parsePlace } from './place.ts'
import { seeCall, stepToWorkIn } from './seen-call.server.ts'

type Event = RequestEvent<{ slug: string }>

/** A file that has been taken in and waits for its contribution: `id name`. */
type Kept = string

/**
 * Hands in what the form says, with its files, and shows it to its author. Files are taken in first; should the rest be
 * refused, they need not be sent again.
 */
export async function contribute(event: Event) {
  const form = await formOf(event.request)
  const call = await seeCall(event.locals, event.params.slug)
  const step = stepToWorkIn(call, textOf(form, 'stepId') ?? null)
  const parts = await partsOf(step.method)
  const kept: Kept[] = textsOf(form, 'kept')
  try {
    kept.push(...(await keepFiles(event, form, call.callId, step.stepId)))
  } catch (error) {
    return refused(event, form, atFiles(error))
  }
  const answer = await submitForm(
    event,
    form,
    createContribution,
    () => ({
      callId: call.callId,
      stepId: step.stepId,
      body: parts.readContribution(form),
      ...placeOf(form),
      ...(kept.length > 0 ? { fileIds: kept.map(one => one.split(' ', 1)[0]!) } : {}),
      ...(textOf(form, 'name') ? { name: textOf(form, 'name') } : {}),
      ...(textOf(form, 'buildsOn') ? { buildsOn: textOf(form, 'buildsOn') } : {})
    }),
    {
      onDone: async ({ result, lines }) => {
        await forgetDraft(event, draftOf(call.callId, step.stepId))
        const line = lines[0] ? `?line=${lines[0].id}` : ''
        redirect(303, `/${event.locals.lang}/calls/${call.slug}/${result.contributionId}${line}#main`)
      }
    }
  )
  return withKept(answer, kept)
}

/** What was refused, with the files that need not be sent again. */
function withKept<Answer>(answer: Answer, kept: readonly Kept[]): Answer {
  const refusal = isActionFailure(answer) ? (answer.data as Refused | undefined) : undefined
  if (refusal) Object.assign(refusal.values, { kept })
  return answer
}

async function keepFiles(event: Event, form: FormData, callId: string, stepId: string): Promise<Kept[]> {
  const kept: Kept[] = []
  const files = form.getAll('files').filter((one): one is File => one instanceof File && one.size > 0)
  for (const [n, file] of files.entries()) {
    const key = keyOf(form)
    const { result, personId } = await event.locals.app.keepFile(
      event.locals.who,
      {
        callId,
        stepId,
        name: file.name,
        declared: file.type,
        alt: n === 0 ? (textOf(form, 'alt') ?? '') : '',
        bytes: new Uint8Array(await file.arrayBuffer())
      },
      { channel: 'web', idempotencyKey: key && `${key}-file-${n}` }
    )
    recognise(event, personId)
    // What follows is done as the guest who has just become known.
    if (event.locals.who.kind === 'guest') event.locals.who = { ...event.locals.who, personId }
    kept.push(`${result.fileId} ${result.name}`)
  }
  return kept
}

/** What is wrong with a file is said beside the field of files. */
function atFiles(error: unknown): unknown {
  if (!(error instanceof Refusal)) return error
  const problems = error.problems.map(problem => ({
    ...problem,
    path: problem.path === 'file' ? 'files' : problem.path
  }))
  return new Refusal(error.code, { problems, facts: error.facts })
}

function placeOf(form: FormData): { place?: { lat: number; lon: number } } {
  const text = textOf(form, 'place')
  if (text === undefined) return {}
  const place = parsePlace(text)
  if (!place) throw invalid('place', 'not-well-formed')
  return { place }
}

/** The draft has become a contribution. That it cannot be dropped must not undo that. */
async function forgetDraft({ locals }: Event, place: string): Promise<void> {
  if (locals.who.personId === null) return
  try {
    await locals.app.perform(dropDraft, locals.who, { place }, { channel: 'web' })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}
