import { readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { EmbeddedError } from './embedded-error.server.ts'

/**
 * Ends a PostgreSQL that an earlier, killed process left running on this cluster. A process is signalled only when it
 * is seen to be a server of this very folder: pids are used again.
 */
export async function endLeftover(cluster: string, log: (line: string) => void): Promise<void> {
  const pid = pidInFile(cluster)
  if (pid === undefined || !isAlive(pid)) return
  if (!servesCluster(pid, cluster)) {
    disownPid(cluster)
    return
  }
  log(`A PostgreSQL left running by an earlier process (pid ${pid}) is being stopped.`)
  for (const { signal, seconds } of ESCALATION) {
    if (!send(pid, signal)) break
    if (await ends(pid, cluster, seconds)) return
  }
  if (!servesCluster(pid, cluster)) return
  throw new EmbeddedError(
    `A PostgreSQL of an earlier process (pid ${pid}) still runs on ${cluster} and cannot be stopped.`,
    `Stop process ${pid} as its owner or as root, then start again.`
  )
}

/** The signals that end a postmaster, gentlest first: fast shutdown, immediate shutdown, kill. */
export const ESCALATION = [
  { signal: 'SIGINT', seconds: 20 },
  { signal: 'SIGQUIT', seconds: 5 },
  { signal: 'SIGKILL', seconds: 5 }
] as const

function pidInFile(cluster: string): number | undefined {
  const pid = Number.parseInt(pidFileLines(cluster)[0] ?? '', 10)
  return pid > 0 ? pid : undefined
}

/** Lines of postmaster.pid: pid, data folder, start time, port, socket folder, address, shared memory, status. */
export function pidFileLines(cluster: string): string[] {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return []
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** A postmaster works in its data folder (Linux shows it) and carries it in its command line (everywhere). */
function servesCluster(pid: number, cluster: string): boolean {
  if (process.platform === 'linux') {
    try {
      if (readlinkSync(`/proc/${pid}/cwd`) === cluster) return true
    } catch {
      // Another account's process: its command line is still readable.
    }
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(cluster)
    } catch {
      return false
    }
  }
  const { stdout } = spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  return stdout.includes(`-D ${cluster} `)
}

/**
 * The pid in the file now belongs to an unrelated process, and PostgreSQL would take it for its own. It never takes
 * its parent for its own, so our pid is written instead. The file itself stays: PostgreSQL finds in it the shared
 * memory that orphaned backends may still use.
 */
function disownPid(cluster: string): void {
  const [, ...rest] = pidFileLines(cluster)
  writeFileSync(join(cluster, 'postmaster.pid'), [process.pid, ...rest].join('\n'))
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch {
    return false
  }
}

async function ends(pid: number, cluster: string, seconds: number): Promise<boolean> {
  const end = performance.now() + seconds * 1000
  while (performance.now() < end) {
    if (!isAlive(pid) || !servesCluster(pid, cluster)) return true
    await sleep(50)
  }
  return false
}
