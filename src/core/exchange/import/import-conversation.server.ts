import type { Database } from '../../../db/database.server.ts'
import { changeCall, draftCall, openCall } from '../../call/acts.ts'
import type { CallFields } from '../../call/input.ts'
import { findCall } from '../../call/store.server.ts'
import type { Door } from '../../door/perform.server.ts'
import type { Who } from '../../door/who.ts'
import type { Method } from '../../method.ts'
import { makeResult } from '../../result/acts.ts'
import { waitForEarlier } from '../../result/wait.server.ts'
import type { Conversation, Statement } from './conversation.ts'
import { importContributions } from './contributions-act.ts'
import { importResponses } from './responses-act.ts'

/** What imports need of an application. */
export interface ImportParts {
  readonly database: Database
  readonly door: Pick<Door, 'perform' | 'methods'>
  readonly sequencer: { run(): Promise<unknown> }
}

export interface ConversationTarget {
  readonly organisationId: string
  readonly slug: string
  readonly language: CallFields['language']
  readonly timeZone: string
  /** Whom the data is from and where it lies; shown beside the call and in its export. */
  readonly attribution: string
  /** `CC-BY-4.0` unless told. */
  readonly licence?: CallFields['licence']
  readonly summary?: string
  readonly background?: string
}

export interface ConversationImport {
  readonly callId: string
  readonly stepId: string
  readonly slug: string
}

export const source = 'polis'
const statementsAtOnce = 500
const agreesAtOnce = 5_000

/**
 * Makes a call from a conversation held with Polis, through the same acts as any other: drafted, opened, filled, closed by
 * a public change of its closing time, and counted. Statements become
 * contributions by their authors, agreements become responses;
 * what the moderators rejected is hidden. Disagreements and passes have no counterpart and are left out.
 */
export async function importConversation(
  parts: ImportParts,
  who: Who,
  conversation: Conversation,
  target: ConversationTarget
): Promise<ConversationImport> {
  const { door, database } = parts
  const how = { channel: 'import' as const }
  const method = [...door.methods.values()].find(one => one.statements)!
  const fields = fieldsOf(conversation, target, method)
  const { result } = await door.perform(
    draftCall,
    who,
    { organisationId: target.organisationId, slug: target.slug, fields },
    how
  )
  const { callId, slug } = result
  await door.perform(openCall, who, { callId }, how)
  const { stepId } = (await findCall(database, callId))!.steps[0]!
  const items = conversation.statements.toSorted((a, b) => a.at - b.at).map(one => itemOf(one, method))
  for (let from = 0; from < items.length; from += statementsAtOnce) {
    await door.perform(
      importContributions,
      who,
      { callId, stepId, source, items: items.slice(from, from + statementsAtOnce) },
      how
    )
  }
  const agrees = conversation.people.flatMap(person =>
    person.agreed.map(target => ({ person: person.id, target }))
  )
  for (let from = 0; from < agrees.length; from += agreesAtOnce) {
    // Placed while the next are prepared.
    const placing = parts.sequencer.run()
    await door.perform(
      importResponses,
      who,
      { callId, stepId, source, items: agrees.slice(from, from + agreesAtOnce) },
      how
    )
    await placing
  }
  await closeNow(parts, who, callId, fields)
  await parts.sequencer.run()
  await door.perform(
    makeResult,
    { kind: 'system', job: 'import', personId: null },
    { callId, stepId },
    { channel: 'system' }
  )
  await parts.sequencer.run()
  return { callId, stepId, slug }
}

/** The closing time is moved to a moment from now, in public and with its reason, and the moment awaited. */
async function closeNow(
  { door, database }: ImportParts,
  who: Who,
  callId: string,
  fields: CallFields
): Promise<void> {
  const { revision } = (await findCall(database, callId))!
  const closesAt = new Date(Date.now() + 1_000).toISOString()
  const steps = fields.steps.map(step => ({ ...step, closesAt }))
  const reason =
    'Every statement and every agreement of the conversation has been imported, so the step closes.'
  await door.perform(
    changeCall,
    who,
    { callId, revision, reason, fields: { ...fields, steps } },
    { channel: 'import' }
  )
  await new Promise(resolve => setTimeout(resolve, Math.max(0, Date.parse(closesAt) - Date.now()) + 50))
  await waitForEarlier(database)
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 10)
const hourMs = 3_600_000

function fieldsOf(
  { topic, description, statements, people }: Conversation,
  target: ConversationTarget,
  method: Method
): CallFields {
  const closesAt = new Date(Date.now() + hourMs)
  const times = statements.map(({ at }) => at)
  return {
    question: (description || topic).slice(0, 200),
    summary:
      target.summary ??
      `${topic}: ${statements.length} statements by ${new Set(statements.map(one => one.author)).size} people, and what ${people.length} people agreed with.`.slice(
        0,
        500
      ),
    background:
      target.background ??
      `The conversation was held with Polis from ${day(Math.min(...times))} to ${day(Math.max(...times))}. Statements became contributions and agreements became supports; disagreements and passes are not shown here. Statements that its moderators rejected are hidden.`,
    promise:
      'The conversation is over. It was imported to be read and recounted here, and nobody promises a new answer.',
    decides: 'Nobody: this is an import',
    answerOn: day(closesAt.getTime()),
    terms: '',
    licence: target.licence ?? 'CC-BY-4.0',
    attribution: target.attribution,
    audience: '',
    area: null,
    statuses: [],
    audienceRule: null,
    visibility: 'public',
    language: target.language,
    languages: [target.language],
    timeZone: target.timeZone,
    steps: [
      {
        slug: 'statements',
        title: topic.slice(0, 120),
        method: method.id,
        settings: { ...method.statements!.settings } as CallFields['steps'][number]['settings'],
        opensAt: null,
        closesAt: closesAt.toISOString()
      }
    ]
  }
}

function itemOf({ id, author, text, at, moderated }: Statement, method: Method) {
  return {
    key: id,
    author,
    body: method.statements!.body(text, id),
    state: moderated === 'rejected' ? ('hidden' as const) : ('published' as const),
    at: new Date(at).toISOString()
  }
}
