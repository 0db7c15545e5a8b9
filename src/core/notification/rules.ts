/** How often letters come: each at once, one a day, one a week, none. */
export const paces = ['at-once', 'daily', 'weekly', 'never'] as const
export type Pace = (typeof paces)[number]

/** How often letters come to whoever did not say. */
export const usualPace: Pace = 'daily'

/** The hour of the call's own day at which daily letters are due, and weekly ones on a Monday. */
export const letterHour = 7

/** Why somebody is told. */
export type Because = 'author' | 'supporter' | 'participant' | 'desk' | 'asked'

/** The page where news is read whole, without language and host. `about` are contributions it concerns, `null` where none. */
export function addressOfNews(news: {
  readonly event: string
  readonly slug: string
  readonly organisation: string
  readonly subjectId: string
  readonly about: readonly string[]
}): string {
  const call = `/calls/${news.slug}`
  const [first] = news.about
  const [noun] = news.event.split('.')
  if (noun === 'milestone') return `${call}/milestones/${news.subjectId}`
  if (noun === 'dispute') return `/organisations/${news.organisation}/promises`
  if (news.event === 'answer.due') return `/desk/${news.organisation}/calls/${news.slug}/answers`
  if (news.event === 'moderation.appealed')
    return `/desk/${news.organisation}/calls/${news.slug}/moderation/appeals`
  if (noun === 'moderation') return `${call}/decisions/${news.subjectId}`
  if (news.event === 'expert.invited') return '/me/asked'
  if (news.event === 'expert.replied') return `/desk/${news.organisation}/calls/${news.slug}/experts`
  if (news.event === 'call.concluded') return `${call}/result`
  if (noun === 'answer' && first) return `${call}/${first}#answer`
  return first ? `${call}/${first}` : call
}
