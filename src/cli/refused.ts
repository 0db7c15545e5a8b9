import { randomUUID } from 'node:crypto'
import { isAnswer, problemOf } from '../api/problem.ts'
import { Refused } from './operator-door.ts'

/** Does work that goes to the application itself, and tells its "no" as that of an act through the door. */
export async function asOperator<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw isAnswer(error) ? new Refused(problemOf(error, randomUUID())) : error
  }
}
