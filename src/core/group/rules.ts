import { createHash } from 'node:crypto'

/** Each from the narrowest to the widest. */
export const visibilities = ['members', 'everybody'] as const
export const discoverabilities = ['invited', 'by-address', 'listed'] as const
export const joinings = ['invited', 'asked', 'open'] as const

/** How open a group is. */
export interface Circle {
  /** Who sees its members and its calls. */
  readonly visibility: (typeof visibilities)[number]
  /** Who finds that it exists. */
  readonly discoverability: (typeof discoverabilities)[number]
  /** Who becomes a member: whoever wants, whoever is let in, whoever was invited. */
  readonly joining: (typeof joinings)[number]
}

export interface Question {
  readonly text: string
  readonly required: boolean
}

export interface Group extends Circle {
  readonly groupId: string
  readonly organisationId: string
  readonly slug: string
  readonly name: string
  readonly about: string
  readonly questions: readonly Question[]
  readonly revision: number
  readonly madeAt: Date
  readonly closedAt: Date | null
}

export const memberStates = ['asked', 'member', 'left', 'refused'] as const
export type MemberState = (typeof memberStates)[number]

/** An answer together with the question as it was when it was asked. */
export interface JoinAnswer {
  readonly question: string
  readonly answer: string
}

export interface Membership {
  readonly personId: string
  readonly state: MemberState
  readonly isSteward: boolean
  readonly answers: readonly JoinAnswer[]
  /** Why somebody was refused, in the words of whoever refused. */
  readonly reason: string
  readonly changedAt: Date
}

/** A question is known by its words: other words are another question. */
export const questionId = ({ text }: Pick<Question, 'text'>): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 12)

/**
 * What a change of the circle means: what holds at once, which is never wider than before, and what has to be agreed to,
 * if anything is wider.
 */
export function splitChange(before: Circle, wanted: Circle): { now: Circle; proposed: Circle | null } {
  const now: Circle = {
    visibility: narrower(visibilities, before.visibility, wanted.visibility),
    discoverability: narrower(discoverabilities, before.discoverability, wanted.discoverability),
    joining: narrower(joinings, before.joining, wanted.joining)
  }
  return { now, proposed: isSameCircle(now, wanted) ? null : circleOf(wanted) }
}

export const circleOf = ({ visibility, discoverability, joining }: Circle): Circle => ({
  visibility,
  discoverability,
  joining
})

export const isSameCircle = (one: Circle, other: Circle): boolean =>
  one.visibility === other.visibility &&
  one.discoverability === other.discoverability &&
  one.joining === other.joining

function narrower<Value>(scale: readonly Value[], one: Value, other: Value): Value {
  return scale.indexOf(one) <= scale.indexOf(other) ? one : other
}
