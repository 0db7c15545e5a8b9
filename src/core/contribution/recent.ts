/**
 * What was asked for a moment ago, in two generations: what nobody asks for is gone after one to two of them, whether
 * anybody comes meanwhile or not. A generation ends by time, or when it is full.
 */
export class Recent<Value> {
  #recent = new Map<string, Value>()
  #older = new Map<string, Value>()
  #timer: NodeJS.Timeout | undefined
  readonly #most: number
  readonly #ms: number

  /** @param most Entries of one generation. @param ms How long one lasts. */
  constructor(most: number, ms: number) {
    this.#most = most
    this.#ms = ms
  }

  get size(): number {
    return this.#recent.size + this.#older.size
  }

  get(key: string): Value | undefined {
    const recent = this.#recent.get(key)
    if (recent !== undefined) return recent
    const older = this.#older.get(key)
    if (older !== undefined) this.set(key, older)
    return older
  }

  set(key: string, value: Value): void {
    this.#older.delete(key)
    this.#recent.set(key, value)
    if (this.#recent.size >= this.#most) this.#turn()
    this.#timer ??= setInterval(() => this.#turn(), this.#ms).unref()
  }

  #turn(): void {
    this.#older = this.#recent
    this.#recent = new Map()
    if (this.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}
