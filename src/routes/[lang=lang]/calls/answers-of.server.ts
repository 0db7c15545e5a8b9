import { findAnswersOf } from '../../../core/answer/views.ts'
import type { ResultOf } from '../../../core/door/act.ts'
import { listMilestonesView } from '../../../core/milestone/views.ts'
import { renderText } from './rendered-text.server.ts'

type Answers = ResultOf<typeof findAnswersOf>

/** What a contribution was answered and what is built of it, as its page shows it; nothing where nothing can be. */
export async function seeAnswers(
  { app, who }: App.Locals,
  {
    callId,
    contributionId,
    status,
    mergedInto
  }: {
    callId: string
    contributionId: string
    status: string
    mergedInto: string | null
  }
) {
  // What waits was never answered: most pages need not ask.
  if (status === 'open' && mergedInto === null) return null
  const [answers, milestones] = await Promise.all([
    app.look(findAnswersOf, who, { callId, contributionId }),
    app.look(listMilestonesView, who, { callId, from: contributionId, limit: 20 })
  ])
  return {
    mine: answers.mine,
    current: answers.current && shown(answers.current),
    earlier: answers.earlier.map(shown),
    milestones: milestones.items.map(({ milestoneId, title, state, dueOn }) => ({
      milestoneId,
      title,
      state,
      dueOn
    }))
  }
}

const shown = ({ body, ...one }: Answers['earlier'][number]) => ({ ...one, html: renderText(body) })
