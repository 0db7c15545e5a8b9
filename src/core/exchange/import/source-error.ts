/** What is wrong with a file that somebody wants to import, and where in it. */
export class SourceError extends Error {
  constructor(
    problem: string,
    where: { readonly file: string; readonly row?: number; readonly field?: string }
  ) {
    const place = [
      where.file,
      where.row === undefined ? '' : `row ${where.row}`,
      where.field === undefined ? '' : `field ${where.field}`
    ]
    super(`${place.filter(Boolean).join(', ')}: ${problem}`)
    this.name = 'SourceError'
  }
}
