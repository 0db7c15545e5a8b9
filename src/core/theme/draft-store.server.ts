import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import { newId } from '../door/id.ts'
import type { JsonObject } from '../ledger/canonical.ts'
import type { AskProblem, DraftKind } from './draft.ts'

export type DraftState = 'wanted' | 'asking' | 'made' | 'failed' | 'signed' | 'dropped'
/** Why there is no draft: asking failed, there was nothing to send, or nothing in the answer cited what was sent. */
export type DraftProblem = AskProblem | 'nothing-to-read' | 'nothing-cited'

export interface CitingSentence {
  readonly text: string
  /** Ids of contributions. */
  readonly cites: readonly string[]
}

export interface MachineDraft {
  readonly draftId: string
  readonly themeId: string
  readonly kind: DraftKind
  readonly language: string
  readonly state: DraftState
  readonly problem: DraftProblem | null
  readonly sentences: readonly CitingSentence[]
  readonly thrownAway: number
  readonly madeFrom: string
  readonly model: string
  readonly askedAt: Date
  readonly madeAt: Date | null
  readonly signedAt: Date | null
}

interface DraftRow {
  draft_id: string
  subject_id: string
  subject_kind: DraftKind
  language: string
  state: DraftState
  problem: DraftProblem | null
  sentences: CitingSentence[]
  thrown_away: number
  made_from: string
  model: string
  asked_at: Date
  made_at: Date | null
  signed_at: Date | null
}

const draftOf = (row: DraftRow): MachineDraft => ({
  draftId: row.draft_id,
  themeId: row.subject_id,
  kind: row.subject_kind,
  language: row.language,
  state: row.state,
  problem: row.problem,
  sentences: row.sentences,
  thrownAway: row.thrown_away,
  madeFrom: row.made_from,
  model: row.model,
  askedAt: row.asked_at,
  madeAt: row.made_at,
  signedAt: row.signed_at
})

/** Asks for drafts; where one is asked for or waits for a person already, that one stays. Gives how many are new. */
export async function insertDrafts(
  tx: Tx,
  callId: string,
  wishes: readonly { readonly themeId: string; readonly kind: DraftKind; readonly language: string }[],
  by: string | null
): Promise<number> {
  const themes = wishes.map(wish => wish.themeId)
  const kinds = wishes.map(wish => wish.kind)
  const languages = wishes.map(wish => wish.language)
  // One that failed makes room for the new try.
  await tx.query(sql`
    delete from machine_drafts d using unnest(${themes}::uuid[], ${kinds}::text[], ${languages}::text[]) as w(s, k, l)
    where d.call_id = ${callId} and d.subject_id = w.s and d.subject_kind = w.k and d.language = w.l and d.state = 'failed'`)
  const rows = await tx.query(sql`
    insert into machine_drafts (call_id, draft_id, subject_kind, subject_id, language, state, due_at, asked_by, asked_at)
    select ${callId}, i, k, s, l, 'wanted', ${tx.now}, ${by}, ${tx.now}
    from unnest(${wishes.map(() => newId())}::uuid[], ${kinds}::text[], ${themes}::uuid[], ${languages}::text[]) as w(i, k, s, l)
    on conflict (call_id, subject_id, subject_kind, language) where state in ('wanted', 'asking', 'made') do nothing
    returning 1`)
  return rows.length
}

/** How many of a call are still to be asked. */
export async function countUnasked(db: Db, callId: string): Promise<number> {
  const row = await first<{ many: number }>(
    db,
    sql`select count(*) as many from machine_drafts where call_id = ${callId} and state in ('wanted', 'asking')`
  )
  return row!.many
}

/** How many of a call wait for a person, and whether there are any at all. */
export async function countDrafts(db: Db, callId: string): Promise<{ waiting: number; isAny: boolean }> {
  const row = await first<{ waiting: number; is_any: boolean }>(
    db,
    sql`select count(*) filter (where state = 'made') as waiting, count(*) > 0 as is_any
      from machine_drafts where call_id = ${callId} and state <> 'dropped'`
  )
  return { waiting: row!.waiting, isAny: row!.is_any }
}

export async function findThemeOfDraft(db: Db, callId: string, draftId: string): Promise<string | undefined> {
  const row = await first<{ subject_id: string }>(
    db,
    sql`select subject_id from machine_drafts where call_id = ${callId} and draft_id = ${draftId}`
  )
  return row?.subject_id
}

/** Takes a draft, after its theme was taken. */
export async function lockDraft(tx: Tx, callId: string, draftId: string): Promise<MachineDraft | undefined> {
  const row = await first<DraftRow>(
    tx,
    sql`select draft_id, subject_id, subject_kind, language, state, problem, sentences, thrown_away, made_from, model, asked_at,
        made_at, signed_at
      from machine_drafts where call_id = ${callId} and draft_id = ${draftId} for update`
  )
  return row && draftOf(row)
}

export async function noteSigned(tx: Tx, callId: string, draftId: string, by: string | null): Promise<void> {
  await tx.query(sql`
    update machine_drafts set state = 'signed', signed_by = ${by}, signed_at = ${tx.now}
    where call_id = ${callId} and draft_id = ${draftId}`)
}

export async function noteDropped(tx: Tx, callId: string, draftId: string): Promise<void> {
  await tx.query(sql`
    update machine_drafts set state = 'dropped', dropped_at = ${tx.now} where call_id = ${callId} and draft_id = ${draftId}`)
}

export async function setTranslation(
  tx: Tx,
  callId: string,
  themeId: string,
  language: string,
  text: string,
  by: string | null
): Promise<void> {
  await tx.query(sql`
    update themes set translations = translations || jsonb_build_object(${language}::text, ${text}::text), changed_by = ${by},
      changed_at = ${tx.now}
    where call_id = ${callId} and theme_id = ${themeId}`)
}

/** A draft with what its theme says now. */
export interface ListedDraft extends MachineDraft {
  readonly theme: { readonly name: string; readonly summary: string; readonly translation: string }
}

/** Drafts that nobody dropped, of themes that nobody dropped, the newest first, after an id. */
export async function listDrafts(
  db: Db,
  callId: string,
  themeId: string | undefined,
  after: string | undefined,
  limit: number
): Promise<ListedDraft[]> {
  const rows = await db.query<DraftRow & { name: string; summary: string; translation: string | null }>(sql`
    select d.draft_id, d.subject_id, d.subject_kind, d.language, d.state, d.problem, d.sentences, d.thrown_away, d.made_from,
      d.model, d.asked_at, d.made_at, d.signed_at, t.name, t.summary, t.translations->>d.language as translation
    from machine_drafts d join themes t on t.call_id = d.call_id and t.theme_id = d.subject_id and t.state <> 'dropped'
    where d.call_id = ${callId} and d.state <> 'dropped' and (${themeId ?? null}::uuid is null or d.subject_id = ${themeId ?? null})
      and d.draft_id < ${after ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff'}::uuid
    order by d.draft_id desc limit ${limit}`)
  return rows.map(row => ({
    ...draftOf(row),
    theme: { name: row.name, summary: row.summary, translation: row.translation ?? '' }
  }))
}

/** Of these contributions those that everybody sees, with their titles. */
export async function listSeen(db: Db, callId: string, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.query<{ contribution_id: string; title: string }>(sql`
    select contribution_id, title from contributions
    where call_id = ${callId} and contribution_id = any(${[...ids]}::uuid[]) and state = 'published'`)
  return new Map(rows.map(row => [row.contribution_id, row.title]))
}

/** The sentences all of whose contributions everybody sees. */
export const seenOf = (
  sentences: readonly CitingSentence[],
  seen: ReadonlyMap<string, string>
): CitingSentence[] => sentences.filter(({ cites }) => cites.every(id => seen.has(id)))

export interface Claimed {
  readonly callId: string
  readonly draftId: string
  readonly themeId: string
  readonly kind: DraftKind
  readonly language: string
  readonly tries: number
}

/** Takes the draft that waits longest to be asked for, or whose asking was broken off by a crash. */
export async function claimDraft(tx: Tx): Promise<Claimed | undefined> {
  const row = await first<{
    call_id: string
    draft_id: string
    subject_id: string
    subject_kind: DraftKind
    language: string
    tries: number
  }>(
    tx,
    sql`update machine_drafts set state = 'asking', tries = tries + 1, due_at = ${tx.now}::timestamptz + interval '3 minutes'
      where (call_id, draft_id) = (select call_id, draft_id from machine_drafts
        where state in ('wanted', 'asking') and due_at <= ${tx.now} order by due_at limit 1 for update skip locked)
      returning call_id, draft_id, subject_id, subject_kind, language, tries`
  )
  return (
    row && {
      callId: row.call_id,
      draftId: row.draft_id,
      themeId: row.subject_id,
      kind: row.subject_kind,
      language: row.language,
      tries: row.tries
    }
  )
}

/**
 * What is in a theme: the typical ones first, the others in an order that favours nobody. Those that somebody is changing
 * at this moment are left out, and none of the others is erased before it is known that it was sent.
 */
export async function lockTexts(
  tx: Tx,
  callId: string,
  themeId: string,
  limit: number
): Promise<{ id: string; stepId: string; title: string; body: JsonObject }[]> {
  const rows = await tx.query<{ contribution_id: string; step_id: string; title: string; body: JsonObject }>(
    sql`
    select c.contribution_id, c.step_id, c.title, c.body
    from contributions c join theme_members m using (call_id, contribution_id)
    join themes t on t.call_id = c.call_id and t.theme_id = ${themeId}
    where c.call_id = ${callId} and c.state = 'published' and c.merged_into is null and c.restricted_at is null
      and coalesce(m.decided_theme, case when m.decided_at is null then m.suggested_theme end) = ${themeId}
    order by coalesce(t.suggested->'typical' ? c.contribution_id::text, false) desc, md5(c.contribution_id::text)
    limit ${limit} for share of c skip locked`
  )
  return rows.map(row => ({ id: row.contribution_id, stepId: row.step_id, title: row.title, body: row.body }))
}

export async function noteSent(
  tx: Tx,
  { callId, draftId }: Claimed,
  sent: readonly string[],
  madeFrom: string
): Promise<void> {
  await tx.query(sql`
    update machine_drafts set sent = ${[...sent]}, made_from = ${madeFrom} where call_id = ${callId} and draft_id = ${draftId}`)
}

/** Takes a draft whose answer came, unless somebody dropped it or another try began meanwhile. Gives what may be cited. */
export async function lockAsked(tx: Tx, { callId, draftId, tries }: Claimed): Promise<string[] | undefined> {
  const row = await first<{ sent: string[] }>(
    tx,
    sql`select sent from machine_drafts
      where call_id = ${callId} and draft_id = ${draftId} and state = 'asking' and tries = ${tries} for update`
  )
  return row?.sent
}

export async function keepDraft(
  tx: Tx,
  { callId, draftId }: Claimed,
  made: { sentences: readonly CitingSentence[]; thrownAway: number; model: string }
): Promise<void> {
  await tx.query(sql`
    update machine_drafts set state = 'made', problem = null, sentences = ${JSON.stringify(made.sentences)},
      thrown_away = ${made.thrownAway}, model = ${made.model}, made_at = ${tx.now}
    where call_id = ${callId} and draft_id = ${draftId}`)
}

/** Says why there is no draft; `againInMs`: it is tried again then. `isTry`: whether this one counts. */
export async function noteProblem(
  tx: Tx,
  { callId, draftId }: Claimed,
  problem: DraftProblem,
  { againInMs, isTry }: { againInMs: number | null; isTry: boolean }
): Promise<void> {
  await tx.query(sql`
    update machine_drafts set state = ${againInMs === null ? 'failed' : 'wanted'}, problem = ${problem},
      tries = tries - ${isTry ? 0 : 1}, due_at = ${tx.now}::timestamptz + ${againInMs ?? 0} * interval '1 millisecond'
    where call_id = ${callId} and draft_id = ${draftId} and state = 'asking'`)
}
