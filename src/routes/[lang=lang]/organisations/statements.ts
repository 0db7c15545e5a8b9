import { m } from '#lib/locales/paraglide/messages.js'

/** The texts that stand below every organisation's page, by their name in the address. */
export const statements = {
  privacy: m.legal_privacy_title,
  terms: m.legal_terms_title,
  imprint: m.organisation_imprint,
  accessibility: m.legal_access_title
} as const

export type Statement = keyof typeof statements

export const isStatement = (name: string): name is Statement => Object.hasOwn(statements, name)

export const statementNames = Object.keys(statements) as Statement[]
