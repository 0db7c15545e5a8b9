import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { nextMessage } from './messages.ts'
import { cpuOf } from './cpu.ts'

export interface RawOrder {
  readonly callId: string
  readonly stepId: string
  readonly rows: number
}

export interface RawReport {
  /** Milliseconds each. */
  readonly durations: readonly number[]
  readonly seconds: number
}

export interface Raw {
  run(order: RawOrder): Promise<RawReport>
  /** CPU seconds of the process that sends. */
  cpu(): number
  close(): void
}

export interface Connecting {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
  readonly connections: number
}

/** Starts the process that inserts responses with nothing around them, into a copy of the table. */
export async function startRaw(connecting: Connecting): Promise<Raw> {
  const child = fork(fileURLToPath(new URL('raw.ts', import.meta.url)), [JSON.stringify(connecting)])
  await nextMessage(child)
  return {
    run: async order => {
      child.send(order)
      return nextMessage<RawReport>(child)
    },
    cpu: () => cpuOf(child.pid!),
    close: () => void child.kill()
  }
}
