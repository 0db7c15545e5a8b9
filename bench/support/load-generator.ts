import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { nextMessage } from './messages.ts'

/** A request to be sent. */
export interface Wish {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Whose cookies go along and are kept; without one, nobody's. */
  readonly person?: number
}

export interface LoadOrder {
  readonly port: number
  readonly connections: number
  readonly wishes: readonly Wish[]
  /** How many bodies to report; none unless told. */
  readonly keep?: number
}

export interface LoadReport {
  /** Milliseconds from sending to the last byte, in the order of the answers. */
  readonly durations: readonly number[]
  readonly statuses: Readonly<Record<number, number>>
  readonly bodies: readonly string[]
  /** Requests that got no answer. */
  readonly errors: number
  readonly seconds: number
}

export interface LoadGenerator {
  run(order: LoadOrder): Promise<LoadReport>
  close(): void
}

/** Starts the process that makes requests, the same for everything that is compared. */
export async function startLoadGenerator(): Promise<LoadGenerator> {
  const child = fork(fileURLToPath(new URL('load.ts', import.meta.url)))
  await nextMessage(child)
  return {
    run: async order => {
      child.send(order)
      return nextMessage<LoadReport>(child)
    },
    close: () => void child.kill()
  }
}

/** An address that nobody else comes from, so that limits meet no two of them. */
export const addressOf = (person: number): string =>
  `2001:db8:${(person >>> 16).toString(16)}:${(person & 0xffff).toString(16)}::1`
