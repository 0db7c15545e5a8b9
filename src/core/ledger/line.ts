/** What an act leaves in the public record, before it is sealed. */
export interface LineDraft {
  /** The log it belongs to: the id of a call or of an organisation. */
  readonly log: string
  /** What the line is about: the latest line of a subject decides what the record says of it. */
  readonly subject: { readonly kind: string; readonly id: string }
  /** What counts, and stays checkable after an erasure: ids and values, never words or names. */
  readonly counted: Readonly<Record<string, unknown>>
  /** What belongs to a person, and goes when the person asks: words, names, the participant's id. */
  readonly personal: Readonly<Record<string, unknown>>
  /** The participant whose erasure destroys the personal part. */
  readonly participantId?: string | null
  /** Not opened before then: running totals that are hidden until a close. */
  readonly hiddenUntil?: Date | null
  /** What it changes in the running totals; the sequencer adds it up. */
  readonly change?: { readonly target: string; readonly responses?: number; readonly value?: number; readonly comments?: number }
}
