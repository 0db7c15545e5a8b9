import { randomUUID } from 'node:crypto'
import type { Place } from '../ground.ts'
import { addressOf } from '../support/load-generator.ts'
import type { Wish } from '../support/load-generator.ts'
import { seededRandom } from '@mozaika/aggregation'

/** Numbers nobody had before: each stands for a person who comes from an address of their own. */
let people = Date.now() % 1_000_000_000

export const nextPerson = (): number => people++

/** A reading by somebody new; an address that nobody asked for before, so that no cache has it. */
export function read(path: string, how: 'anew' | 'again' = 'anew'): Wish {
  const person = nextPerson()
  const mark = path.includes('?') ? '&' : '?'
  return {
    method: 'GET',
    path: how === 'anew' ? `${path}${mark}n=${person}` : path,
    headers: { 'x-forwarded-for': addressOf(person) }
  }
}

const random = seededRandom('wishes')

/** People who come one after another, each to support several different ideas: the order in which they do. */
export function supports({ call, ideas }: Place, persons: readonly number[], each: number): Wish[] {
  const targets = new Map(persons.map(person => [person, pick(ideas, each)]))
  return Array.from({ length: each }, (_, n) =>
    persons.map((person): Wish => ({
      method: 'POST',
      path: `/api/v1/calls/${call.callId}/responses`,
      person,
      headers: { 'x-forwarded-for': addressOf(person), 'idempotency-key': randomUUID() },
      body: JSON.stringify({ stepId: call.stepId, target: targets.get(person)![n] })
    }))
  ).flat()
}

function pick(among: readonly string[], count: number): string[] {
  const picked = new Set<string>()
  while (picked.size < count) picked.add(among[random.below(among.length)]!)
  return [...picked]
}
