/** Why a backup was not restored, and what to do. Nothing of it is in the database then. */
export class RestoreError extends Error {
  readonly hint: string
  constructor(problem: string, hint: string, options?: ErrorOptions) {
    super(problem, options)
    this.name = 'RestoreError'
    this.hint = hint
  }
}

export const damaged = (problem: string, options?: ErrorOptions): RestoreError =>
  new RestoreError(
    `the backup is damaged or was changed: ${problem}`,
    'Nothing was restored. Take another backup, or this one from where it was copied.',
    options
  )
