import type { JsonObject } from './canonical.ts'

/** What an act leaves in the public record, before it is sealed. See `seal.ts` for what each effect means. */
export interface LineDraft {
  /** The log it belongs to: the id of a call or of an organisation. */
  readonly log: string
  readonly effect: 'put' | 'remove' | 'note' | 'erase'
  /** `erase` only: commitments of the lines whose personal part was destroyed. */
  readonly erases?: readonly Uint8Array[]
  /** What the line is about: the latest line of a subject decides what the record says of it. */
  readonly subject: { readonly kind: string; readonly id: string }
  readonly step?: string
  /** What counts, and stays checkable after an erasure: ids and values, never words or names. */
  readonly counted: JsonObject
  /** What belongs to a person, and goes when the person asks: words, names, the participant's id. */
  readonly personal?: JsonObject
  /** The participant whose erasure destroys the personal part. */
  readonly participantId?: string | null
  /** Not opened before then: running totals that are hidden until a close. */
  readonly hiddenUntil?: Date | null
  /** What it changes in the running totals of a contribution; the sequencer adds it up. */
  readonly change?: TotalChange
  /** The event, where it is not the act's own name: one act may say several things. */
  readonly event?: string
}

export interface TotalChange {
  readonly target: string
  readonly responses?: number
  readonly value?: number
  readonly comments?: number
  /** A contribution that appears (true) or goes (false). */
  readonly shown?: boolean
}
