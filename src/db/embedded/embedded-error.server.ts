/** What went wrong with the embedded PostgreSQL, with `hint`: one or two sentences saying what to do about it. */
export class EmbeddedError extends Error {
  override readonly name = 'EmbeddedError'
  readonly hint: string

  constructor(message: string, hint: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.hint = hint
  }
}
