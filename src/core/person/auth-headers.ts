/** Carries the caller's address and what its letter needs into better-auth; taken off whatever comes from outside. */
export const addressHeader = 'x-mozaika-address'
export const letterHeader = 'x-mozaika-letter'
