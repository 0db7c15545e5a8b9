import { connect } from 'node:net'
import type { Socket } from 'node:net'

export interface Answer {
  readonly status: number
  readonly head: string
  readonly body: Buffer
}

/**
 * One connection that is kept open, as cheap as can be: a load generator shares the machine with what it measures. It
 * reads answers with a `content-length` or without a body, which is all that our server sends.
 */
export class Line {
  readonly #port: number
  #socket: Socket | undefined
  #received: Buffer = Buffer.alloc(0)
  #waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined

  constructor(port: number) {
    this.#port = port
  }

  /** Sends a whole request and waits for its answer. A connection that broke is made anew with the next request. */
  send(request: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#socket ??= this.#open()
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#socket?.destroy()
  }

  #open(): Socket {
    const socket = connect(this.#port, '127.0.0.1')
    socket.setNoDelay(true)
    socket.on('data', chunk => {
      this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
      this.#read()
    })
    const broken = (error?: Error) => {
      if (this.#socket === socket) this.#socket = undefined
      this.#received = Buffer.alloc(0)
      const waiting = this.#waiting
      this.#waiting = undefined
      waiting?.reject(error ?? new Error('the connection was closed'))
    }
    socket.on('error', broken)
    socket.on('close', () => broken())
    return socket
  }

  #read(): void {
    const end = this.#received.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = this.#received.toString('latin1', 0, end)
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0)
    const from = end + 4
    if (this.#received.length < from + length) return
    const body = this.#received.subarray(from, from + length)
    this.#received = this.#received.subarray(from + length)
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.resolve({ status: Number(head.slice(9, 12)), head, body })
  }
}
