/** A conversation held with Polis: statements, who wrote them, and who agreed with which. */
export interface Conversation {
  readonly topic: string
  readonly description: string
  readonly statements: readonly Statement[]
  /** Everybody who took part, in the order of the file, with the statements they agreed with. */
  readonly people: readonly Participant[]
}

export interface Statement {
  readonly id: string
  readonly author: string
  readonly text: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** What the moderators of the conversation decided; rejected ones were not shown. */
  readonly moderated: 'accepted' | 'unmoderated' | 'rejected'
  /** What the export's own summary says; the votes are what counts. */
  readonly agrees: number
}

export interface Participant {
  readonly id: string
  readonly agreed: readonly string[]
}

/** How many agreed with each statement, counted from the votes. */
export function countAgrees({ statements, people }: Conversation): Map<string, number> {
  const counts = new Map(statements.map(({ id }) => [id, 0]))
  for (const { agreed } of people) for (const id of agreed) counts.set(id, counts.get(id)! + 1)
  return counts
}
