import { SourceError } from '../core/exchange/import/source-error.ts'
import type { Io } from './command.ts'
import { saySourceProblem } from './file-words.ts'

/** Does an import; what is wrong with its file is told line by line, and is exit code 1. */
export async function tellingSource(io: Io, work: () => Promise<number>): Promise<number> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    for (const problem of error.problems) io.err(saySourceProblem(problem))
    io.err('Nothing was imported.')
    return 1
  }
}
