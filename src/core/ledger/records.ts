/** Kinds of subjects whose records an export shows in a file of their own; their `put` lines are opened there. */
export const recordKinds = ['call', 'contribution', 'response', 'result'] as const
export type RecordKind = (typeof recordKinds)[number]

export function isRecordKind(kind: string): kind is RecordKind {
  return (recordKinds as readonly string[]).includes(kind)
}

/** A result as it is published: by which method, under which settings, and what it says. */
export interface PublishedResult {
  readonly method: string
  readonly settings: unknown
  readonly result: unknown
}
