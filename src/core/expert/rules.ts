/** What an expert is asked to be: a role in the call, or nothing but somebody to ask. */
export const expertRoles = ['juror', 'analyst', 'advice'] as const
export type ExpertRole = (typeof expertRoles)[number]

export type AskedState = 'invited' | 'accepted' | 'declined' | 'forwarded' | 'withdrawn'

/** An expert asked for a call. */
export interface Asked {
  readonly callId: string
  readonly invitationId: string
  readonly personId: string
  readonly words: string
  readonly role: ExpertRole
  readonly invitedBy: string | null
  readonly state: AskedState
  readonly reply: string
  /** Null: nothing said yet; empty: none. */
  readonly conflict: string | null
  readonly inviterShares: boolean
  readonly expertShares: boolean
}

/** Skills as they are kept: each once, whatever its capitals. */
export function tidySkills(skills: readonly string[]): string[] {
  const kept = new Map<string, string>()
  for (const skill of skills) if (!kept.has(skill.toLowerCase())) kept.set(skill.toLowerCase(), skill)
  return [...kept.values()]
}

export const mostSkills = 20

/** What somebody did in calls of this installation. */
export interface ProvenWork {
  readonly calls: number
  /** Contributions that were accepted, in part too, or done. */
  readonly accepted: number
  /** Milestones done that came from contributions of this person. */
  readonly done: number
  /** Answers this person rated. */
  readonly rated: number
}
