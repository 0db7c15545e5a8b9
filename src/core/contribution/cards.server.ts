import { sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'
import { writtenJson } from '../door/own-json.ts'
import type { WrittenJson } from '../door/own-json.ts'
import type { JsonObject } from '../ledger/canonical.ts'
import type { Method } from '../method.ts'
import { plainExcerpt } from '../text/plain-excerpt.ts'
import { Recent } from './recent.ts'
import type { ContributionStatus } from './rules.ts'

/** What a list says of a contribution and stays as it is until somebody changes it: all but its totals. */
export interface Card {
  readonly contributionId: string
  readonly title: string
  readonly excerpt: string
  readonly theme: string | null
  readonly language: string | null
  readonly status: ContributionStatus
  /** The organisation's own name over it. */
  readonly ownStatus: string | null
  readonly author: string | null
  readonly createdAt: string
}

/** A card as it is kept. */
export class KeptCard {
  readonly card: Card
  readonly stamp: string
  /** Says which part of a body is its text. */
  readonly method: Method
  #opening: WrittenJson | undefined

  constructor(card: Card, stamp: string, method: Method) {
    this.card = card
    this.stamp = stamp
    this.method = method
  }

  /** Its JSON without the last brace: what changes from list to list comes behind it. */
  get opening(): WrittenJson {
    return (this.#opening ??= writtenJson(JSON.stringify(this.card).slice(0, -1)))
  }
}

interface Row {
  contribution_id: string
  stamp: string
  title: string
  body: JsonObject
  theme: string | null
  language: string | null
  status: ContributionStatus
  own_status: string | null
  created_at: Date
  author: string | null
}

const excerptLength = 280

/**
 * Cards of this process, by contribution: at most 6,000, of 2 kB or so. A card is shown only where the list that was
 * read just now names its stamp: the versions (`xmin`) of the contribution's row and of its author's, which PostgreSQL
 * changes with every update, whoever makes it. What was hidden, withdrawn or erased is in no list, so its card is never
 * shown again, and gone from memory ten seconds later. See docs/decisions/0025-what-a-list-remembers.md.
 */
const cards = new Recent<KeptCard>(3_000, 5_000)

/** The cards of these contributions, by id; those that were hidden since the list was read are missing. */
export async function findCards(
  db: Db,
  callId: string,
  wanted: readonly { readonly contributionId: string; readonly stamp: string }[],
  method: Method
): Promise<ReadonlyMap<string, KeptCard>> {
  const found = new Map<string, KeptCard>()
  const missing: string[] = []
  for (const { contributionId, stamp } of wanted) {
    const kept = cards.get(contributionId)
    if (kept?.stamp === stamp && kept.method === method) found.set(contributionId, kept)
    else missing.push(contributionId)
  }
  for (const kept of await readCards(db, callId, missing, method)) {
    cards.set(kept.card.contributionId, kept)
    found.set(kept.card.contributionId, kept)
  }
  return found
}

async function readCards(
  db: Db,
  callId: string,
  ids: readonly string[],
  method: Method
): Promise<KeptCard[]> {
  if (ids.length === 0) return []
  const rows = await db.query<Row>(sql`
    select c.contribution_id, concat_ws(' ', c.xmin, coalesce(a.stamp, '-')) as stamp, c.title, c.body, coalesce(c.desk_theme::text, c.theme) as theme, c.language, c.status, c.own_status,
      c.created_at, a.name as author
    from unnest(${ids}::uuid[]) as w(id)
    cross join lateral (select xmin, * from contributions
      where call_id = ${callId} and contribution_id = w.id and state = 'published' and merged_into is null and restricted_at is null offset 0) c
    left join lateral (select xmin::text as stamp, name from participants
      where call_id = ${callId} and participant_id = c.first_author offset 0) a on true`)
  return rows.map(row => new KeptCard(cardOf(row, method), row.stamp, method))
}

const cardOf = (row: Row, method: Method): Card => ({
  contributionId: row.contribution_id,
  title: row.title,
  excerpt: plainExcerpt(method.text(row.body), excerptLength),
  theme: row.theme,
  language: row.language,
  status: row.status,
  ownStatus: row.own_status,
  author: row.author,
  createdAt: row.created_at.toISOString()
})
