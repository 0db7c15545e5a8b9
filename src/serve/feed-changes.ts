import type { FeedChange } from '../channels/feeds/atom.ts'
import type { ResultOf } from '../core/door/act.ts'
import type { findChangelog } from '../core/milestone/views.ts'
import { plainExcerpt } from '../core/text/plain-excerpt.ts'
import type { Language } from '../locales/languages.ts'
import { m } from '../locales/paraglide/messages.js'

type Change = ResultOf<typeof findChangelog>['items'][number]

const longest = 500

/** What became of a call as entries of its feed, in the call's language. `page`: the full address of the call. */
export function changesOf(items: readonly Change[], page: string, locale: Language): FeedChange[] {
  return items.map(item => {
    if (item.kind === 'answer') {
      const { answerId, scope, count, status, ownStatus, body } = item.answer
      const whom =
        scope === 'call' ? m.answer_to_call({}, { locale }) : m.milestone_answered({ count }, { locale })
      return {
        id: answerId,
        title: `${whom}: ${ownStatus ?? statuses[status]({}, { locale })}`,
        text: plainExcerpt(body, longest),
        link: `${page}/answers/${answerId}`,
        at: item.at
      }
    }
    const { turnId, milestoneId, title, kind, note } = item.turn
    return {
      id: turnId,
      title: `${turns[kind]({}, { locale })}: ${title}`,
      text: plainExcerpt(note, longest),
      link: `${page}/milestones/${milestoneId}`,
      at: item.at
    }
  })
}

const statuses = {
  'under-study': m.contribution_status_under_study,
  accepted: m.contribution_status_accepted,
  'partly-accepted': m.contribution_status_partly_accepted,
  declined: m.contribution_status_declined,
  done: m.contribution_status_done
}

const turns = {
  planned: m.milestone_state_planned,
  started: m.milestone_state_started,
  done: m.milestone_state_done,
  dropped: m.milestone_state_dropped,
  moved: m.milestone_kind_moved,
  noted: m.milestone_kind_noted
}
