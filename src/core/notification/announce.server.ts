import { sql } from '../../db/sql.server.ts'
import type { Tx } from '../../db/sql.server.ts'
import { newId } from '../door/id.ts'
import type { Role } from '../role/rules.ts'
import type { NewsEvent } from './events.ts'

/** Whom news concerns; whoever is in several of these is told once, for the first reason that fits. */
export interface Audience {
  /** The authors of these contributions. */
  readonly authorsOf?: readonly string[]
  /** Those whose responses to these contributions count. */
  readonly supportersOf?: readonly string[]
  /** Those who commented on these contributions. */
  readonly commentersOf?: readonly string[]
  /** Participants by their ids. */
  readonly participants?: readonly string[]
  /** Everybody who takes part in the call. */
  readonly everyone?: boolean
  /** People who hold one of these roles in the organisation or the call; owners stand for organisers. */
  readonly desk?: readonly Role[]
  /** People who may take part in nothing here yet, and are asked for something. */
  readonly people?: readonly string[]
}

export interface News {
  readonly callId: string
  readonly event: NewsEvent
  /** What it is about: an answer, a milestone, a decision; its address is made from it. */
  readonly subjectId: string
  /** What its words are made from. No words of a person: they would outlive their erasure. */
  readonly facts?: Readonly<Record<string, string | number | null>>
  readonly audience: Audience
  /** `by-pace` unless told: at each person's own pace. `at-once`: whatever the pace, but for never. `none`: not by letter. */
  readonly letter?: 'by-pace' | 'at-once' | 'none'
}

/**
 * Writes down what people should hear of, in the transaction in which it happened: it is handed round exactly if that
 * commits. Costs one row, however many are concerned.
 */
export async function announce(tx: Tx, news: readonly News[]): Promise<void> {
  if (news.length === 0) return
  const column = <T>(value: (one: News) => T) => news.map(value)
  await tx.query(sql`
    insert into news (call_id, news_id, event, subject_id, facts, audience, letter, made_at)
    select c, i, e, s, f, a, l, ${tx.now} from unnest(
      ${column(one => one.callId)}::uuid[], ${column(() => newId())}::uuid[], ${column(one => one.event)}::text[],
      ${column(one => one.subjectId)}::uuid[], ${column(one => JSON.stringify(one.facts ?? {}))}::jsonb[],
      ${column(one => JSON.stringify(one.audience))}::jsonb[], ${column(one => one.letter ?? 'by-pace')}::text[]
    ) as n(c, i, e, s, f, a, l)`)
}
