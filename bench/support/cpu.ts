import { existsSync, readFileSync, readdirSync } from 'node:fs'

/** Whether CPU time can be read here: from /proc, so on Linux alone. */
export const canReadCpu = existsSync('/proc/self/stat')

/** CPU time in seconds, user and system, of a process with all its threads. */
export function cpuOf(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`).map(thread => nanosecondsOf(`${pid}/task/${thread}`))
  // Ticks of a hundredth are all there is where the scheduler keeps no statistics.
  return threads.every(known => known !== undefined)
    ? sum(threads as number[]) / 1e9
    : secondsOf(statOf(pid), ownFields)
}

/**
 * CPU time in seconds of a process and of all that it started, ended children included: a PostgreSQL server with its
 * backends, its writers and its workers.
 */
export function cpuOfFamily(pid: number): number {
  const children = readdirSync('/proc')
    .map(Number)
    .filter(child => child > 0 && parentOf(child) === pid)
  return secondsOf(statOf(pid), endedChildrenFields) + sum([pid, ...children].map(tryCpuOf))
}

/** Resident memory of a process, in bytes. */
export function memoryOf(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) * 1_024
}

// Fields of /proc/PID/stat behind the name, which is in brackets and may hold anything: see proc_pid_stat(5).
const parentField = 1
const ownFields = [11, 12]
const endedChildrenFields = [13, 14]
/** `getconf CLK_TCK` is 100 on every Linux that Node runs on. */
const ticksPerSecond = 100

const secondsOf = (stat: readonly string[], fields: readonly number[]): number =>
  sum(fields.map(field => Number(stat[field]))) / ticksPerSecond

function statOf(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

/** Time on a CPU, to the nanosecond. */
function nanosecondsOf(thread: string): number | undefined {
  const file = `/proc/${thread}/schedstat`
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split(' ', 1)[0]) : undefined
}

function parentOf(pid: number): number | undefined {
  return ifThere(() => Number(statOf(pid)[parentField]))
}

const tryCpuOf = (pid: number): number => ifThere(() => cpuOf(pid)) ?? 0

/** A process may end between being listed and being read. */
function ifThere<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH') return undefined
    throw error
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)
