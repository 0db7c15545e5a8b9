import { only, sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'
import type { Letter } from '../door/act.ts'
import { idOf } from './rules.ts'
import type { Ground, Target } from './rules.ts'
import { listAuthorAddresses } from './store.server.ts'

/** Letters that tell the authors what was decided about their words, on what ground and why. */
export async function decisionLetters(
  db: Db,
  origin: string,
  target: Target,
  made: { decision: 'publish' | 'hide'; ground: Ground | null; reason: string }
): Promise<Letter[]> {
  const authors = await listAuthorAddresses(db, target)
  if (authors.length === 0) return []
  const { callId, contributionId, title } = target.contribution
  const call = await only<{ slug: string; question: string; language: string; organisation: string }>(
    db,
    sql`
    select c.slug, c.question, c.language, o.name as organisation
    from calls c join organisations o using (organisation_id) where c.call_id = ${callId}`
  )
  const anchor = target.kind === 'comment' ? `#comment-${idOf(target)}` : ''
  const facts = {
    decision: made.decision,
    kind: target.kind,
    ground: made.ground ?? 'none',
    reason: made.reason,
    title,
    question: call.question,
    organisation: call.organisation,
    link: `${origin}/calls/${call.slug}/contributions/${contributionId}${anchor}`
  }
  return authors.map(author => ({
    to: author.email,
    language: author.language ?? call.language,
    template: 'moderation-decision',
    facts
  }))
}
