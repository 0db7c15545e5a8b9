/** The name under which what is being written for a step of a call is kept, in the browser and on the server. */
export const draftOf = (slug: string, stepId: string): string => `call:${slug}:step:${stepId}`

/** The address of the call that a draft of such a name is for. */
export const callOfDraft = (name: string): string | null => /^call:([a-z0-9-]+):step:/.exec(name)?.[1] ?? null
