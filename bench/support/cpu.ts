import { readFileSync, readdirSync } from 'node:fs'

/** CPU time in seconds, user and system, of a process with all its threads. Linux only: it is read from /proc. */
export function cpuOf(pid: number): number {
  return secondsOf(statOf(pid), 'own')
}

/**
 * CPU time in seconds of a process and of all that it started, ended children included: a PostgreSQL server with its
 * backends, its writers and its workers.
 */
export function cpuOfFamily(pid: number): number {
  const children = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(name => tryStat(Number(name)))
    .filter(stat => stat !== undefined && Number(stat[parentField]) === pid) as string[][]
  return secondsOf(statOf(pid), 'with ended children') + sum(children.map(stat => secondsOf(stat, 'own')))
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

function secondsOf(stat: readonly string[], whose: 'own' | 'with ended children'): number {
  const fields = whose === 'own' ? ownFields : [...ownFields, ...endedChildrenFields]
  return sum(fields.map(field => Number(stat[field]))) / ticksPerSecond
}

function statOf(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

/** A process may end between being listed and being read. */
function tryStat(pid: number): string[] | undefined {
  try {
    return statOf(pid)
  } catch {
    return undefined
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)
