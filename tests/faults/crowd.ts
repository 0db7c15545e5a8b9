import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '@mozaika/aggregation'
import { Person, Unanswered } from './person.ts'
import type { Answer } from './person.ts'
import type { OpenCall } from './town.ts'

/** What the crowd was told, to be found again afterwards. */
export interface Told {
  /** Response ids by whom they were acknowledged to, with the target; gone again where a take-back was acknowledged. */
  readonly supports: Map<string, string>
  readonly takenBack: Set<string>
  /** Contribution ids by their titles. */
  readonly ideas: Map<string, string>
  /** Titles of ideas whose senders gave up before an answer. */
  readonly unsureIdeas: Set<string>
  /** Supports whose senders gave up before an answer. */
  unsureSupports: number
  /** Answers that nobody should have got. */
  readonly surprises: string[]
  acts: number
}

const patienceMs = 45_000
const actsEach = 8

/** People who come, do a few things one after another, and go; until they are asked to stop. */
export class Crowd {
  readonly told: Told = {
    supports: new Map(),
    takenBack: new Set(),
    ideas: new Map(),
    unsureIdeas: new Set(),
    unsureSupports: 0,
    surprises: [],
    acts: 0
  }
  readonly #origin: string
  readonly #call: OpenCall
  readonly #targets: string[]
  readonly #random: Random
  #isOver = false

  constructor(origin: string, call: OpenCall, targets: readonly string[], random: Random) {
    this.#origin = origin
    this.#call = call
    this.#targets = [...targets]
    this.#random = random
  }

  /** Resolves when everybody has gone. */
  async come(width: number): Promise<void> {
    await Promise.all(Array.from({ length: width }, () => this.#oneAfterAnother()))
  }

  leave(): void {
    this.#isOver = true
  }

  async #oneAfterAnother(): Promise<void> {
    while (!this.#isOver) {
      const visit = new Visit(this.#origin, this.#call, this.told, this.#random)
      for (let n = 0; n < actsEach && !this.#isOver && !visit.isLost; n++) {
        await visit.act(this.#targets)
        await sleep(10 + 30 * this.#random.next())
      }
    }
  }
}

/** One person while they are here. */
class Visit {
  readonly #person: Person
  readonly #call: OpenCall
  readonly #told: Told
  readonly #random: Random
  /** Response ids by target. */
  readonly #given = new Map<string, string>()
  readonly #touched = new Set<string>()
  /** Nobody knows who they are, nor whether they are known. */
  isLost = false

  constructor(origin: string, call: OpenCall, told: Told, random: Random) {
    this.#person = new Person(origin)
    this.#call = call
    this.#told = told
    this.#random = random
  }

  async act(targets: string[]): Promise<void> {
    this.#told.acts += 1
    const chance = this.#random.next()
    const [held] = this.#given.keys()
    if (chance < 0.1) return this.#handIn(targets)
    if (chance < 0.25 && held) return this.#takeBack(held)
    const target = targets[this.#random.below(targets.length)]!
    if (!this.#touched.has(target)) return this.#support(target)
  }

  async #support(target: string): Promise<void> {
    this.#touched.add(target)
    const answer = await this.#send('POST', { stepId: this.#call.stepId, target })
    if (!answer) this.#told.unsureSupports += 1
    else if (answer.status === 200) {
      const id = answer.body.result!['responseId']!
      this.#given.set(target, id)
      this.#told.supports.set(id, target)
    } else this.#surprise('support', answer)
  }

  async #takeBack(target: string): Promise<void> {
    const id = this.#given.get(target)!
    this.#given.delete(target)
    this.#told.supports.delete(id)
    const answer = await this.#send('DELETE', { stepId: this.#call.stepId, target }, 'for sure')
    if (answer?.status === 200) this.#told.takenBack.add(id)
    else this.#surprise('take-back', answer)
  }

  async #handIn(targets: string[]): Promise<void> {
    const title = `Idea ${randomUUID()}`
    const answer = await this.#send('POST', {
      stepId: this.#call.stepId,
      body: { title, text: 'By the crowd.' }
    })
    if (!answer) this.#told.unsureIdeas.add(title)
    else if (answer.status === 200) {
      const id = answer.body.result!['contributionId']!
      this.#told.ideas.set(title, id)
      this.#touched.add(id)
      targets.push(id)
    } else this.#surprise('idea', answer)
  }

  /** One in ten gives up where there is no answer; the others insist. */
  async #send(verb: 'POST' | 'DELETE', body: object, how?: 'for sure'): Promise<Answer | undefined> {
    const path = `/calls/${this.#call.callId}/${'body' in body ? 'contributions' : 'responses'}`
    if (how !== 'for sure' && this.#random.next() < 0.1) {
      try {
        return await this.#person.act(verb, path, body, randomUUID())
      } catch (error) {
        if (!(error instanceof Unanswered)) throw error
        this.isLost = !this.#person.isKnown
        return undefined
      }
    }
    try {
      return await this.#person.insist(verb, path, body, Date.now() + patienceMs)
    } catch (error) {
      this.#told.surprises.push(`no answer for ${patienceMs / 1_000} s: ${String(error)}`)
      return undefined
    }
  }

  #surprise(what: string, answer: Answer | undefined): void {
    if (answer)
      this.#told.surprises.push(`${what}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 200)}`)
  }
}
