import type { DisputeGround, PromiseState } from '#lib/core/promise/rules.ts'
import { m } from '#lib/locales/paraglide/messages.js'

/** What became of a promise, in a word. */
export const promiseText = (state: PromiseState): string => promiseTexts[state]()

const promiseTexts: Readonly<Record<PromiseState, () => string>> = {
  kept: m.promise_kept,
  late: m.promise_late,
  broken: m.promise_broken,
  running: m.promise_running
}

export const promiseKinds: Readonly<Record<PromiseState, 'good' | 'wait' | 'bad' | undefined>> = {
  kept: 'good',
  late: 'wait',
  broken: 'bad',
  running: undefined
}

export const groundText = (ground: DisputeGround): string => groundTexts[ground]()

const groundTexts: Readonly<Record<DisputeGround, () => string>> = {
  spam: m.moderation_ground_spam,
  abuse: m.moderation_ground_abuse,
  illegal: m.moderation_ground_illegal,
  private: m.moderation_ground_private
}
