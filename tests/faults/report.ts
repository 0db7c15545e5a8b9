/** What was checked, told while it happens. */
export class Report {
  #passed = 0
  #failed = 0

  say(line: string): void {
    console.log(line)
  }

  check(what: string, isRight: boolean, seen: string | number = ''): void {
    if (isRight) this.#passed += 1
    else this.#failed += 1
    console.log(`${isRight ? '✓' : '✗'} ${what}${seen === '' ? '' : `: ${seen}`}`)
  }

  /** Prints the sum and gives the exit code. */
  end(): number {
    console.log(`\n${this.#passed} passed, ${this.#failed} failed`)
    return this.#failed === 0 ? 0 : 1
  }
}
