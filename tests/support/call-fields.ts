const dayMs = 86_400_000

/** A call's fields as a draft takes them: complete, for ideas, open for a week. `changes` replaces what a test is about. */
export const callFields = <Changes extends object>(changes: Changes) => ({
  question: 'What should our town do next?',
  summary: 'Ideas of everybody for the next year.',
  background: '',
  promise: 'The five ideas that most people support are discussed in the council.',
  decides: 'The council',
  answerOn: new Date(Date.now() + 30 * dayMs).toISOString().slice(0, 10),
  terms: '',
  licence: 'CC-BY-4.0',
  attribution: '',
  audience: '',
  area: null,
  visibility: 'public' as const,
  language: 'en' as const,
  languages: ['en' as const],
  timeZone: 'Europe/Kyiv',
  steps: [ideasStep({})],
  ...changes
})

/** A step for ideas; until a week from now, unless told. */
export const ideasStep = ({
  settings = {},
  closesAt = new Date(Date.now() + 7 * dayMs)
}: {
  readonly settings?: object
  readonly closesAt?: Date
}) => ({
  slug: 'ideas',
  title: 'Ideas',
  method: 'ideas',
  settings: settings as never,
  opensAt: null,
  closesAt: closesAt.toISOString()
})
