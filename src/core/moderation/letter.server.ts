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
  const call = await only<{ slug: string; question: string; language: string }>(
    db,
    sql`
    select slug, question, language from calls where call_id = ${callId}`
  )
  const anchor = target.kind === 'comment' ? `#comment-${idOf(target)}` : ''
  const facts = {
    question: call.question,
    title,
    ground: made.ground ?? 'none',
    reason: made.reason,
    link: `${origin}/calls/${call.slug}/${contributionId}${anchor}`
  }
  return authors.map(author => ({
    to: author.email,
    language: author.language ?? call.language,
    template: `${target.kind}-${made.decision === 'hide' ? 'hidden' : 'published'}`,
    facts
  }))
}
