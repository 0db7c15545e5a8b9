import highs from 'highs'
import { highsSolver, type LinearSolver } from '../src/lots/index.ts'

/**
 * HiGHS, loaded. Its types describe the CommonJS build, where the loader is a member; here it is the default
 * export itself.
 */
export async function loadHighs(): Promise<LinearSolver> {
  const load = highs as unknown as typeof highs.default
  return highsSolver(await load())
}
