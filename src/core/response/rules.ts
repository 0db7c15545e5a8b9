import type { JsonObject } from '../ledger/canonical.ts'

export interface GivenResponse {
  readonly responseId: string
  readonly stepId: string
  readonly target: string
  readonly kind: string
  readonly body: JsonObject
  /** The responder's alias in the call: it does not lead to what that person wrote. */
  readonly responder: string
  readonly at: Date
}

/** What the ledger and an export say of a response. */
export function responseRecord(given: GivenResponse): { counted: JsonObject; personal: JsonObject } {
  return {
    counted: {
      id: given.responseId,
      step: given.stepId,
      target: given.target,
      kind: given.kind,
      body: given.body,
      // An alias: it shows that nobody counts twice, and leads to no person.
      responder: given.responder,
      at: given.at.toISOString()
    },
    personal: {}
  }
}
