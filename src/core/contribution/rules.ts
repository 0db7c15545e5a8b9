import type { JsonObject } from '../ledger/canonical.ts'

export type ContributionState = 'published' | 'held' | 'hidden' | 'withdrawn' | 'erased'
export type ContributionStatus = 'open' | 'under-study' | 'accepted' | 'partly-accepted' | 'declined' | 'done'

/** A file handed in with a contribution: what is said of it, and the SHA-256 (hexadecimal) of its bytes as we keep them. */
export interface AttachedFile {
  readonly fileId: string
  readonly name: string
  readonly alt: string
  readonly type: string
  readonly sha256: string
}

export interface Contribution {
  readonly callId: string
  readonly contributionId: string
  readonly stepId: string
  readonly title: string
  readonly body: JsonObject
  readonly theme: string | null
  readonly language: string | null
  readonly version: number
  readonly state: ContributionState
  readonly status: ContributionStatus
  /** The contribution it was merged into: it keeps its address and its words, and is neither listed nor counted. */
  readonly mergedInto: string | null
  /** Since when it is readable at its address alone, closed for responses and comments. */
  readonly restrictedAt: Date | null
  readonly publicPlace: JsonObject | null
  readonly files: readonly AttachedFile[]
  readonly channel: string
  readonly createdAt: Date
  readonly changedAt: Date
}

/** Who sees a contribution: everybody a published one, its moderators what waits or was hidden, its author always. */
export const isSeen = (
  state: ContributionState,
  { own, moderates }: { readonly own: boolean; readonly moderates: boolean }
): boolean => own || state === 'published' || (moderates && (state === 'held' || state === 'hidden'))

/** What the ledger and an export say of a contribution: what counts, and what goes when its author asks. */
export function contributionRecord(
  contribution: Pick<
    Contribution,
    | 'contributionId'
    | 'stepId'
    | 'theme'
    | 'version'
    | 'title'
    | 'body'
    | 'language'
    | 'publicPlace'
    | 'files'
  >
): { counted: JsonObject; personal: JsonObject } {
  const { contributionId, stepId, theme, version, title, body, language, publicPlace, files } = contribution
  return {
    counted: { id: contributionId, step: stepId, theme, version },
    personal: { title, body, language, place: publicPlace, files: files.map(file => ({ ...file })) }
  }
}
