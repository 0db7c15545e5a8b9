/** What one look found: well, worth a thought, or wrong; with what to do about it. */
export interface Finding {
  readonly state: 'well' | 'thought' | 'wrong'
  readonly text: string
  readonly hint?: string
}

export const well = (text: string): Finding => ({ state: 'well', text })
export const thought = (text: string, hint: string): Finding => ({ state: 'thought', text, hint })
export const wrong = (text: string, hint: string): Finding => ({ state: 'wrong', text, hint })

const signs = { well: '✓', thought: '!', wrong: '✗' } as const

export const lineOf = ({ state, text, hint }: Finding): string =>
  `${signs[state]} ${text}${hint ? `\n  → ${hint}` : ''}`
