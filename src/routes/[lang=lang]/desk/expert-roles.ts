import type { AskedState, ExpertRole } from '#lib/core/expert/rules.ts'
import { m } from '#lib/locales/paraglide/messages.js'

const roleTexts: Readonly<Record<ExpertRole, () => string>> = {
  juror: m.expert_role_juror,
  analyst: m.expert_role_analyst,
  advice: m.expert_role_advice
}

/** What an expert is asked for. */
export const expertRoleText = (role: ExpertRole): string => roleTexts[role]()

const stateTexts: Readonly<Record<AskedState, () => string>> = {
  invited: m.expert_state_invited,
  accepted: m.expert_state_accepted,
  declined: m.expert_state_declined,
  forwarded: m.expert_state_forwarded,
  withdrawn: m.expert_state_withdrawn
}

/** What became of it. */
export const askedStateText = (state: AskedState): string => stateTexts[state]()

export const askedStateKinds: Readonly<Record<AskedState, 'good' | 'wait' | undefined>> = {
  invited: 'wait',
  accepted: 'good',
  declined: undefined,
  forwarded: undefined,
  withdrawn: undefined
}
