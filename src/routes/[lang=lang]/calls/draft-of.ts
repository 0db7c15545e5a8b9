/** The name under which what is being written for a step of a call is kept, in the browser and on the server. */
export const draftOf = (callId: string, stepId: string): string => `call:${callId}:step:${stepId}`

/** The id of the call that a draft of such a name is for. */
export const callOfDraft = (name: string): string | null => /^call:([0-9a-f-]+):step:/.exec(name)?.[1] ?? null
