/** One thing wrong with a file that somebody wants to import: where, and what, as a code. */
export interface SourceProblem {
  readonly file: string
  /** From 1, which is the head. */
  readonly row?: number
  readonly field?: string
  readonly code: string
  readonly limits?: Readonly<Record<string, string | number>>
}

/** A file that cannot be imported, with all that is wrong with it as far as it was read. */
export class SourceError extends Error {
  readonly problems: readonly SourceProblem[]
  constructor(...problems: readonly SourceProblem[]) {
    super(
      problems
        .map(({ file, row, field, code }) =>
          [file, row, field, code].filter(part => part !== undefined).join(' ')
        )
        .join('\n')
    )
    this.name = 'SourceError'
    this.problems = problems
  }
}
