import type { JsonObject } from './canonical.ts'
import { recordDigest } from './sha256.ts'

/** Kinds of subjects whose records an export shows in a file of their own; their `put` lines are opened there. */
export const recordKinds = ['call', 'contribution', 'response', 'result'] as const
export type RecordKind = (typeof recordKinds)[number]

export function isRecordKind(kind: string): kind is RecordKind {
  return (recordKinds as readonly string[]).includes(kind)
}

/** The counted record of a `call` line that puts rules in force: their digest. */
export function callRecord(rules: unknown): JsonObject {
  return { rules: recordDigest(rules) }
}

/** A result as it is published: by which method, under which settings, and what it says. */
export interface PublishedResult {
  readonly method: string
  readonly settings: unknown
  readonly result: unknown
}

/**
 * The counted record of a `result` line: the digest of what was published and, where the count saw only the lines
 * before some place, that place. Without it the count saw every line before its own.
 */
export function resultRecord({ method, settings, result }: PublishedResult, through?: number): JsonObject {
  const digest = recordDigest({ method, settings, result })
  return through === undefined ? { result: digest } : { result: digest, through }
}
