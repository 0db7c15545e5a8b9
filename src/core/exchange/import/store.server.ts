import { sql } from '../../../db/sql.server.ts'
import type { Db, Tx } from '../../../db/sql.server.ts'
import { newId } from '../../door/id.ts'
import type { JsonObject } from '../../ledger/canonical.ts'

/** What an import knows by names of its own: a contribution or a person of the source. */
export type ImportedKind = 'contribution' | 'person'

export interface Imported {
  readonly id: string
  readonly hash: Buffer
}

/** Where an import goes, and the name of where it comes from. */
export interface Import {
  readonly callId: string
  readonly source: string
}

const keyOf = (kind: ImportedKind, key: string): string => `${kind} ${key}`

/** What earlier runs of this import made, by the source's keys. */
export async function findImported(
  db: Db,
  { callId, source }: Import,
  kind: ImportedKind,
  keys: readonly string[]
): Promise<Map<string, Imported>> {
  const rows = await db.query<{ key: string; subject_id: string; input_hash: Buffer }>(sql`
    select key, subject_id, input_hash from imports
    where call_id = ${callId} and source = ${source} and key = any(${keys.map(key => keyOf(kind, key))}::text[])`)
  return new Map(
    rows.map(row => [row.key.slice(kind.length + 1), { id: row.subject_id, hash: row.input_hash }])
  )
}

/** Remembers what was made for which key of the source, over what was remembered before. */
export async function keepImported(
  tx: Tx,
  { callId, source }: Import,
  kind: ImportedKind,
  made: readonly (Imported & { readonly key: string })[]
): Promise<void> {
  await tx.query(sql`
    insert into imports (call_id, source, key, subject_id, input_hash)
    select ${callId}, ${source}, key, subject_id, input_hash
    from unnest(${made.map(one => keyOf(kind, one.key))}::text[], ${made.map(one => one.id)}::uuid[],
      ${made.map(one => one.hash)}::bytea[]) as m(key, subject_id, input_hash)
    on conflict (call_id, source, key) do update set input_hash = excluded.input_hash`)
}

/** Somebody of the source as a participant. */
export interface ImportedPerson {
  readonly participantId: string
  readonly alias: string
}

/**
 * The participants behind the source's people; those who are new become guests whom nobody can sign in as. `names`: what
 * they are credited by, where the source says it.
 */
export async function joinImported(
  tx: Tx,
  target: Import,
  names: ReadonlyMap<string, string | null>
): Promise<Map<string, ImportedPerson>> {
  const known = await findImported(tx, target, 'person', [...names.keys()])
  const people = [...names.keys()]
    .filter(key => !known.has(key))
    .map(key => ({ key, id: newId(), personId: newId(), name: names.get(key) ?? null, hash: noHash }))
  if (people.length > 0) {
    await tx.query(sql`
      insert into people (person_id, kind, created_at)
      select id, 'guest', ${tx.now} from unnest(${people.map(one => one.personId)}::uuid[]) as id`)
    await tx.query(sql`
      insert into participants (call_id, participant_id, person_id, name, channel, confirmed, joined_at)
      select ${target.callId}, id, person_id, name, 'import', false, ${tx.now}
      from unnest(${people.map(one => one.id)}::uuid[], ${people.map(one => one.personId)}::uuid[],
        ${people.map(one => one.name)}::text[]) as n(id, person_id, name)`)
    await keepImported(tx, target, 'person', people)
  }
  const ids = new Map([
    ...[...known].map(([key, { id }]) => [key, id] as const),
    ...people.map(({ key, id }) => [key, id] as const)
  ])
  const rows = await tx.query<{ participant_id: string; alias: string }>(sql`
    select participant_id, alias from participants
    where call_id = ${target.callId} and participant_id = any(${[...ids.values()]}::uuid[])`)
  const aliases = new Map(rows.map(row => [row.participant_id, row.alias]))
  return new Map([...ids].map(([key, id]) => [key, { participantId: id, alias: aliases.get(id)! }]))
}

const noHash = Buffer.alloc(0)

/** Which of these contributions a person decided about here: an import does not overrule that. */
export async function listModerated(db: Db, callId: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db.query<{ target: string }>(sql`
    select distinct target from moderation_decisions where call_id = ${callId} and target = any(${ids}::uuid[])`)
  return new Set(rows.map(row => row.target))
}

/** A response that is there already. */
export interface PresentResponse {
  readonly responseId: string
  readonly state: string
  readonly body: JsonObject
}

/** The responses of a kind that these participants have given to these targets, place by place; null where there is none. */
export async function listPresent(
  db: Db,
  { callId, stepId, kind }: { callId: string; stepId: string; kind: string },
  pairs: readonly { target: string; responder: string }[]
): Promise<(PresentResponse | null)[]> {
  const rows = await db.query<{ response_id: string | null; state: string; body: JsonObject }>(sql`
    select r.response_id, r.state, r.body
    from unnest(${pairs.map(one => one.target)}::uuid[], ${pairs.map(one => one.responder)}::uuid[])
      with ordinality as w(target, responder, n)
    -- The first row from the key on: a way along the primary key whatever the planner believes of a table just filled.
    left join lateral (
      select * from responses x
      where (x.call_id, x.step_id, x.target, x.responder, x.kind) >= (${callId}::uuid, ${stepId}::uuid, w.target, w.responder, ${kind}::text)
      order by x.call_id, x.step_id, x.target, x.responder, x.kind limit 1
    ) r on r.call_id = ${callId} and r.step_id = ${stepId} and r.target = w.target and r.responder = w.responder and r.kind = ${kind}
    order by w.n`)
  return rows.map(row =>
    row.response_id ? { responseId: row.response_id, state: row.state, body: row.body } : null
  )
}
