import { only, sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'
import type { Letter } from '../door/act.ts'
import type { DecisionKind, FoundBy, Ground, Target } from './rules.ts'
import { listAuthorAddresses } from './store.server.ts'

/** What a letter about a decision says of it. */
export interface Told {
  readonly decisionId: string
  readonly decision: DecisionKind
  readonly ground: Ground | null
  readonly reason: string
  readonly scope: string
  readonly facts: string
  readonly rule: string
  readonly foundBy: FoundBy
}

const templates = {
  publish: 'published',
  hide: 'hidden',
  revise: 'to-revise',
  move: 'moved',
  restrict: 'restricted'
} as const satisfies Record<DecisionKind, string>

/** Letters that tell the authors what was decided about their words, on what ground and why, and where to contest it. */
export async function decisionLetters(db: Db, origin: string, target: Target, told: Told): Promise<Letter[]> {
  const authors = await listAuthorAddresses(db, target)
  if (authors.length === 0) return []
  const { callId, contributionId, title } = target.contribution
  const call = await only<{ slug: string; question: string; language: string }>(
    db,
    sql`
    select slug, question, language from calls where call_id = ${callId}`
  )
  const page = `${origin}/calls/${call.slug}`
  const anchor = target.kind === 'comment' ? `#comment-${target.comment.commentId}` : ''
  const facts = {
    question: call.question,
    title,
    ground: told.ground ?? 'none',
    reason: told.reason,
    scope: told.scope,
    facts: told.facts,
    rule: told.rule,
    foundBy: told.foundBy,
    link:
      told.decision === 'publish'
        ? `${page}/${contributionId}${anchor}`
        : `${page}/decisions/${told.decisionId}`
  }
  return authors.map(author => ({
    to: author.email,
    language: author.language ?? call.language,
    template: `${target.kind}-${templates[told.decision]}`,
    facts
  }))
}
