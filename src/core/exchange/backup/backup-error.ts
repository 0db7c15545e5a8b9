/** Why a backup was not made or not restored, and what to do. Nothing of it is there then. */
export class BackupError extends Error {
  readonly hint: string
  constructor(problem: string, hint: string, options?: ErrorOptions) {
    super(problem, options)
    this.name = 'BackupError'
    this.hint = hint
  }
}

export const damaged = (problem: string, options?: ErrorOptions): BackupError =>
  new BackupError(
    `the backup is damaged or was changed: ${problem}`,
    'Nothing was restored. Take another backup, or this one from where it was copied.',
    options
  )
