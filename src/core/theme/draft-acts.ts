import { z } from 'zod'
import type { Tx } from '../../db/sql.server.ts'
import { defineAct } from '../door/act.ts'
import { Refusal, invalid } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { lineOfText, requiredText } from '../text/schema.ts'
import { byOrganisers, loadDesk, refuseDropped, themeLine } from './desk.server.ts'
import type { Desk } from './desk.server.ts'
import { draftKinds } from './draft.ts'
import {
  countUnasked,
  findThemeOfDraft,
  insertDrafts,
  listSeen,
  lockDraft,
  noteDropped,
  noteSigned,
  seenOf,
  setTranslation
} from './draft-store.server.ts'
import type { MachineDraft } from './draft-store.server.ts'
import { changeThemes } from './store.server.ts'
import type { Theme } from './store.server.ts'

/** More than this a call has not on its way at once. */
const mostUnasked = 120

export const askDrafts = defineAct({
  name: 'theme.ask-draft',
  title:
    'Have the language model that the operator has set draft names, summaries or translations of summaries of themes',
  http: 'POST /calls/{callId}/theme-drafts',
  scope: 'organise',
  perMinute: 20,
  input: z.strictObject({
    callId: z.uuid(),
    themeIds: z.array(z.uuid()).min(1).max(50),
    /** A translation is asked for in each of the call's other languages. */
    kind: z.enum(draftKinds)
  }),
  load: (tx, input, who) => loadDesk(tx, input.callId, input.themeIds, who),
  may: byOrganisers,
  run: async (work, { call, themes }, { kind }, who) => {
    if (!work.languageModel) throw new Refusal('no-language-model')
    refuseDropped(themes)
    const others = call.languages.filter(language => language !== call.language)
    const languages = kind === 'translation' ? others : [call.language]
    const fit = kind === 'translation' ? themes.filter(theme => theme.summary !== '') : themes
    const wishes = fit.flatMap(({ themeId }) => languages.map(language => ({ themeId, kind, language })))
    if (wishes.length === 0) throw new Refusal('nothing-to-translate')
    if ((await countUnasked(work.tx, call.callId)) + wishes.length > mostUnasked)
      throw new Refusal('too-many')
    return { asked: await insertDrafts(work.tx, call.callId, wishes, who.personId) }
  },
  // What a machine is asked is no public deed.
  lines: () => []
})

export const signDraft = defineAct({
  name: 'theme.sign-draft',
  title:
    'Sign what a machine drafted, changed or as it is: it becomes the theme’s name, summary or translation',
  http: 'POST /calls/{callId}/theme-drafts/{draftId}/signature',
  scope: 'organise',
  perMinute: 120,
  input: z.strictObject({
    callId: z.uuid(),
    draftId: z.uuid(),
    text: requiredText(2_000),
    /** What stood there when the person looked: a signature over somebody else's change is refused. */
    was: z
      .string()
      .max(4_000)
      .overwrite(text => text.replace(/\r\n?/g, '\n')),
    /** How many sentences the person saw: one may have gone since, with what it cites. */
    sentences: z.number().int().min(1).max(200)
  }),
  load: loadDraft,
  may: byOrganisers,
  run: async (work, { call, theme, draft }, input, who) => {
    const { tx } = work
    const seen = await listSeen(
      tx,
      call.callId,
      draft.sentences.flatMap(one => one.cites)
    )
    const isAsSeen =
      draft.state === 'made' &&
      theme.state !== 'dropped' &&
      seenOf(draft.sentences, seen).length === input.sentences &&
      standing(theme, draft) === input.was &&
      (draft.kind !== 'translation' || draft.madeFrom === theme.summary)
    if (!isAsSeen) throw new Refusal('changed-meanwhile')
    await write(tx, call.callId, theme, draft, input.text, who.personId)
    await noteSigned(tx, call.callId, draft.draftId, who.personId)
    return { themeId: theme.themeId, draft }
  },
  lines: (_, { callId, draftId }, { themeId, draft: { kind, language } }) => [
    themeLine(callId, themeId, { draft: draftId, kind, language, drafted: 'machine', signed: 'person' })
  ],
  reply: ({ themeId }) => ({ themeId })
})

export const dropDraft = defineAct({
  name: 'theme.drop-draft',
  title: 'Drop what a machine drafted, or call off what it is asked',
  http: 'DELETE /calls/{callId}/theme-drafts/{draftId}',
  scope: 'organise',
  perMinute: 120,
  input: z.strictObject({ callId: z.uuid(), draftId: z.uuid() }),
  load: loadDraft,
  may: byOrganisers,
  run: async (work, { call, draft }) => {
    // What was signed is on record.
    if (draft.state === 'signed' || draft.state === 'dropped') throw new Refusal('changed-meanwhile')
    await noteDropped(work.tx, call.callId, draft.draftId)
    return { draftId: draft.draftId }
  },
  lines: () => []
})

interface Drafted extends Desk {
  readonly theme: Theme
  readonly draft: MachineDraft
}

/** The theme is taken first, then the draft: so does whoever asks for one. */
async function loadDraft(
  tx: Tx,
  { callId, draftId }: { callId: string; draftId: string },
  who: Who
): Promise<Drafted> {
  const themeId = await findThemeOfDraft(tx, callId, draftId)
  const desk = await loadDesk(tx, callId, themeId ? [themeId] : [], who)
  const draft = await lockDraft(tx, callId, draftId)
  if (!draft) throw new Refusal('not-found')
  return { ...desk, theme: desk.themes[0]!, draft }
}

/** What the draft would take the place of. */
function standing(theme: Theme, { kind, language }: MachineDraft): string {
  if (kind === 'theme-name') return theme.name
  return kind === 'theme-summary' ? theme.summary : (theme.translations[language] ?? '')
}

async function write(
  tx: Tx,
  callId: string,
  { themeId }: Theme,
  { kind, language }: MachineDraft,
  text: string,
  by: string | null
): Promise<void> {
  if (kind === 'translation') return setTranslation(tx, callId, themeId, language, text, by)
  if (kind === 'theme-summary') return changeThemes(tx, callId, [themeId], { summary: text, by })
  const name = lineOfText(120).safeParse(text)
  if (!name.success) throw invalid('text', text.length > 120 ? 'too-long' : 'one-line', { most: 120 })
  await changeThemes(tx, callId, [themeId], { name: name.data, by })
}
