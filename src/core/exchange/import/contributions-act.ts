import { z } from 'zod'
import { defineAct } from '../../door/act.ts'
import type { Methods, Work } from '../../door/act.ts'
import { hashOfInput } from '../../door/idempotency.server.ts'
import { newId } from '../../door/id.ts'
import { problemsOf } from '../../door/problems.ts'
import { Refusal } from '../../door/refusal.ts'
import type { Problem } from '../../door/refusal.ts'
import type { Step } from '../../call/rules.ts'
import { findArea } from '../../call/store.server.ts'
import { publishedLine, unseenLine } from '../../contribution/lines.ts'
import { methodOf } from '../../contribution/open-step.server.ts'
import type { Contribution } from '../../contribution/rules.ts'
import { forgetTitle, keepTitles } from '../../contribution/similar.server.ts'
import {
  findContribution,
  insertContributions,
  insertVersion,
  setContributionState
} from '../../contribution/store.server.ts'
import type { JsonObject } from '../../ledger/canonical.ts'
import type { LineDraft } from '../../ledger/line.ts'
import { isInArea } from '../../place/area.ts'
import type { Area } from '../../place/area.ts'
import { placeSchema, publicPlace } from '../../place/rules.ts'
import { hasRole } from '../../role/rules.ts'
import { guessLanguage } from '../../text/language.ts'
import { language, lineOfText, moment } from '../../text/schema.ts'
import { loadImport } from './load.server.ts'
import { findImported, joinImported, keepImported, listModerated } from './store.server.ts'
import type { Import, Imported, ImportedPerson } from './store.server.ts'

export const externalKey = lineOfText(100, 1)
export const sourceName = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]([a-z0-9 ._-]*[a-z0-9])?$/)

const item = z.strictObject({
  /** What the source calls it; the same key again is the same contribution. */
  key: externalKey,
  /** What the source calls its author; without it, it stands alone. */
  author: externalKey.optional(),
  /** The name to credit the author by. */
  authorName: lineOfText(80, 1).nullable().optional(),
  /** Checked by the method of the step. */
  body: z.record(z.string(), z.json()),
  language: language.optional(),
  place: placeSchema.nullable().optional(),
  /** `hidden`: the source took it from view. */
  state: z.enum(['published', 'hidden']).default('published'),
  /** When it was handed in at the source. */
  at: moment.optional()
})
type Item = z.output<typeof item>

export const importContributions = defineAct({
  name: 'contribution.import',
  title:
    'Take over contributions from elsewhere: again with the same keys, only what has changed becomes a new version',
  http: 'POST /calls/{callId}/steps/{stepId}/imports/contributions',
  scope: 'organise',
  perMinute: 600,
  input: z.strictObject({
    callId: z.uuid(),
    stepId: z.uuid(),
    source: sourceName,
    items: z.array(item).min(1).max(500)
  }),
  load: loadImport,
  may: (_, { roles }) => hasRole(roles, 'organiser'),
  run: async (work, { call, step }, { source, items }) => {
    const area = await findArea(work.tx, call.callId)
    const parsed = parseItems(work.methods, step, area, items)
    const target: Import = { callId: call.callId, source }
    const known = await findImported(
      work.tx,
      target,
      'contribution',
      items.map(one => one.key)
    )
    const people = await joinImported(work.tx, target, authorsOf(items))
    const fresh = parsed.filter(one => !known.has(one.item.key))
    const changed = parsed.filter(
      one => known.has(one.item.key) && !known.get(one.item.key)!.hash.equals(one.hash)
    )
    const lines = [
      ...(await insertFresh(work, target, step, fresh, people)),
      ...(await updateChanged(work, target, changed, known, people))
    ]
    return {
      made: fresh.length,
      changed: changed.length,
      unchanged: items.length - fresh.length - changed.length,
      lines
    }
  },
  lines: (_, __, { lines }) => lines,
  reply: ({ made, changed, unchanged }) => ({ made, changed, unchanged })
})

interface Parsed {
  readonly item: Item
  readonly hash: Buffer
  readonly title: string
  readonly body: JsonObject
  readonly theme: string | null
  readonly language: string | null
}

/** Every item by the method of the step; all problems at once, each with the place of its item. */
export function parseItems(
  methods: Methods,
  step: Step,
  area: Area | null,
  items: readonly Item[]
): Parsed[] {
  const { method, rules } = methodOf(methods, step)
  const schema = method.contribution(step.settings)
  const problems: Problem[] = []
  const keys = new Set<string>()
  const parsed = items.flatMap((one, n): Parsed[] => {
    const path = `items.${n}`
    if (keys.has(one.key)) problems.push({ path: `${path}.key`, code: 'taken' })
    keys.add(one.key)
    if (one.place && rules.place === 'none') problems.push({ path: `${path}.place`, code: 'unknown-key' })
    else if (one.place && area && !isInArea(one.place, area))
      problems.push({ path: `${path}.place`, code: 'outside-area' })
    const body = schema.safeParse(one.body, { reportInput: true })
    if (!body.success) {
      problems.push(...problemsOf(body.error, `${path}.body`))
      return []
    }
    const title = method.title(body.data)
    const language = one.language ?? guessLanguage(`${title}\n${method.text(body.data)}`)
    return [
      {
        item: one,
        hash: hashOfInput('contribution.import', one),
        title,
        body: body.data as JsonObject,
        theme: method.theme(body.data),
        language
      }
    ]
  })
  if (problems.length > 0) throw new Refusal('invalid', { problems: problems.slice(0, 100) })
  return parsed
}

/** An item without an author is its own: a person of whom nothing else is known. */
const authorOf = ({ author, key }: Item): string => author ?? `of ${key}`.slice(0, 100)

const authorsOf = (items: readonly Item[]): Map<string, string | null> =>
  new Map(items.map(one => [authorOf(one), one.authorName ?? null]))

async function insertFresh(
  work: Work,
  target: Import,
  step: Step,
  fresh: readonly Parsed[],
  people: ReadonlyMap<string, ImportedPerson>
): Promise<LineDraft[]> {
  if (fresh.length === 0) return []
  const { rules } = methodOf(work.methods, step)
  const made = fresh.map(({ item: one, title, body, theme, language }) => {
    const at =
      one.at === undefined ? work.tx.now : new Date(Math.min(Date.parse(one.at), work.tx.now.getTime()))
    const contribution: Contribution = {
      callId: target.callId,
      contributionId: newId(),
      stepId: step.stepId,
      title,
      body,
      theme,
      language,
      version: 1,
      state: one.state,
      status: 'open',
      mergedInto: null,
      restrictedAt: null,
      publicPlace: one.place ? (publicPlace(one.place, rules.placePrecision) as unknown as JsonObject) : null,
      files: [],
      channel: 'import',
      createdAt: at,
      changedAt: at
    }
    return {
      contribution,
      participantId: people.get(authorOf(one))!.participantId,
      truePlace: one.place ?? null,
      at
    }
  })
  await insertContributions(
    work.tx,
    made.map(({ contribution, ...rest }) => ({ ...contribution, ...rest }))
  )
  const published = made.map(one => one.contribution).filter(one => one.state === 'published')
  if (published.length > 0) await keepTitles(work.tx, published)
  await keepImported(
    work.tx,
    target,
    'contribution',
    fresh.map((one, n) => ({ key: one.item.key, id: made[n]!.contribution.contributionId, hash: one.hash }))
  )
  return made.map(({ contribution, participantId }) =>
    lineOf(contribution, participantId, null, target.source)
  )
}

async function updateChanged(
  work: Work,
  target: Import,
  changed: readonly Parsed[],
  known: ReadonlyMap<string, Imported>,
  people: ReadonlyMap<string, ImportedPerson>
): Promise<LineDraft[]> {
  const moderated = await listModerated(
    work.tx,
    target.callId,
    changed.map(one => known.get(one.item.key)!.id)
  )
  const lines: LineDraft[] = []
  for (const one of changed) {
    const before = (await findContribution(work.tx, target.callId, known.get(one.item.key)!.id))!
    if (before.state !== 'published' && before.state !== 'hidden') continue
    const { participantId } = people.get(authorOf(one.item))!
    const { title, body, theme, language } = one
    const next = { version: before.version + 1, participantId, title, body, theme, language }
    await insertVersion(work.tx, before, next)
    // What a person decided here stands, whatever the source says.
    const state = moderated.has(before.contributionId) ? before.state : one.item.state
    if (state !== before.state)
      await setContributionState(work.tx, target.callId, before.contributionId, state)
    const after: Contribution = { ...before, ...next, state }
    if (state === 'published') await keepTitles(work.tx, [after])
    else await forgetTitle(work.tx, target.callId, after.contributionId)
    lines.push(lineOf(after, participantId, before.state, target.source))
  }
  if (changed.length > 0) {
    await keepImported(
      work.tx,
      target,
      'contribution',
      changed.map(one => ({ key: one.item.key, id: known.get(one.item.key)!.id, hash: one.hash }))
    )
  }
  return lines
}

/** The line of a contribution that was something else before (null: nothing). */
function lineOf(
  contribution: Contribution,
  participantId: string,
  before: Contribution['state'] | null,
  source: string
): LineDraft {
  if (contribution.state === 'published')
    return publishedLine(contribution, participantId, before !== 'published')
  return {
    ...unseenLine(contribution, before === 'published' ? 'remove' : 'note', {
      imported: source,
      state: 'hidden'
    }),
    participantId
  }
}
