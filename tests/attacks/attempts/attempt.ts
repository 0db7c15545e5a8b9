import type { Guest, SignedIn, World } from '../../support/world.ts'

/** What an act or a view is tried on. */
export interface Scene extends World {
  /** An idea of somebody who is none of those who try. */
  readonly contributionId: string
}

/** How an act or a view is tried: with an input that is right in everything but, perhaps, who sends it. */
export interface Attempt {
  /** What the call must be; `open` unless told. */
  readonly call?: 'draft' | 'open' | 'closed'
  /** Settings of its step. */
  readonly settings?: Record<string, unknown>
  /** How others are turned away here, besides the usual ways. */
  readonly turnedAway?: 'gone' | 'nothing-to-take-back'
  /** Makes what it is about, as the holder's where it must be somebody's, and gives the input. */
  input(scene: Scene, holder: Guest | SignedIn): unknown
}

export type Attempts = Readonly<Record<string, Attempt>>
