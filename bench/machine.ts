import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os'

/** The machine and the program, as the table names them. */
export interface Machine {
  readonly name: string
  readonly node: string
  readonly commit: string
  /** How many programs waited for a CPU over the last minute, before the bench began. */
  readonly load: number
}

export function describeMachine(): Machine {
  const cores = availableParallelism()
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  const model = cpus()[0]?.model.trim() || 'unknown processor'
  return {
    name: `${cores} cores (${model}), ${gigabytes} GB, ${system()}`,
    node: process.version,
    commit: commit(),
    load: Math.round(loadavg()[0]! * 10) / 10
  }
}

function system(): string {
  try {
    return /^PRETTY_NAME="(.+)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))![1]!
  } catch {
    return `${platform()} ${release()} ${arch()}`
  }
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    return 'unknown'
  }
}
