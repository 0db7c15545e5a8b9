import { randomUUID } from 'node:crypto'
import { isAnswer, problemOf } from '../api/problem.ts'
import type { ProblemDocument } from '../api/problem.ts'
import type { AnyAct, AnyView } from '../core/door/act.ts'
import type { Door } from '../core/door/perform.server.ts'
import { Refusal } from '../core/door/refusal.ts'
import type { Who } from '../core/door/who.ts'

/** The door as the operator sees it: acts and views by name. */
export interface OperatorDoor {
  /**
   * Does the act or shows the view of that name: for an act what it answers, and its ledger lines; for a view what it shows.
   * @throws Refused for a legitimate "no".
   */
  pass(name: string, input: unknown, key?: string): Promise<unknown>
}

export interface DoorParts {
  readonly door: Pick<Door, 'perform' | 'look'>
  readonly acts: ReadonlyMap<string, AnyAct>
  readonly views: ReadonlyMap<string, AnyView>
}

/** A "no" with its reasons as sentences. */
export class Refused extends Error {
  readonly problem: ProblemDocument
  constructor(problem: ProblemDocument) {
    super(problem.detail)
    this.name = 'Refused'
    this.problem = problem
  }
}

/** The operator's door through an application in this process. */
export function operatorDoor({ door, acts, views }: DoorParts, operator: string): OperatorDoor {
  const who: Who = { kind: 'operator', name: operator, personId: null }
  return {
    async pass(name, input, key) {
      try {
        const view = views.get(name)
        if (view) return await door.look(view, who, input)
        const act = acts.get(name)
        if (!act) throw new Refusal('not-found')
        const { result, lines } = await door.perform(act, who, input, {
          channel: 'desk',
          idempotencyKey: key
        })
        return { result, lines }
      } catch (error) {
        throw isAnswer(error) ? new Refused(problemOf(error, randomUUID())) : error
      }
    }
  }
}
