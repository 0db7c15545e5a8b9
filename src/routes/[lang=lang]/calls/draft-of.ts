/** The name under which what is being written for a step is kept, in the browser and on the server. */
export const draftOf = (stepId: string): string => `step:${stepId}`
