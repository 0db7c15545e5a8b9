import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process'

/**
 * As whom PostgreSQL runs, since it refuses to run as root:
 * - `self`: as this process;
 * - `account`: as another account of the machine (this process is root);
 * - `namespace`: as this process, seen by PostgreSQL as uid 65534 (`unshare`, Linux only). Under root it reaches what
 *   root owns, also below a private home folder.
 */
export type Runner =
  { kind: 'self' } | { kind: 'account'; name: string; uid: number; gid: number } | { kind: 'namespace' }

/** Starts `file` as the runner says; its working folder is `/`, which every account can enter. */
export function launch(runner: Runner, file: string, args: string[], options: SpawnOptions): ChildProcess {
  const call = callOf(runner, file, args)
  return spawn(call.file, call.args, { ...options, ...call.options })
}

/** Runs `file` to its end as the runner says; at most 20 s. */
export function runToEnd(runner: Runner, file: string, args: string[]): { ok: boolean; output: string } {
  const call = callOf(runner, file, args)
  const done = spawnSync(call.file, call.args, { ...call.options, encoding: 'utf8', timeout: 20_000 })
  const output = `${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}`.trim()
  return { ok: done.status === 0, output }
}

function callOf(runner: Runner, file: string, args: string[]) {
  const options = { cwd: '/', env: environment() }
  if (runner.kind === 'account') {
    // `spawn` takes signed numbers: the `nobody` of macOS, 4294967294, is its -2.
    return { file, args, options: { ...options, uid: runner.uid | 0, gid: runner.gid | 0 } }
  }
  if (runner.kind === 'namespace') {
    return { file: 'unshare', args: ['--user', '--map-user=65534', '--', file, ...args], options }
  }
  return { file, args, options }
}

/** Little is passed on: PG* variables and a locale this machine lacks would change or break what PostgreSQL does. */
function environment(): NodeJS.ProcessEnv {
  const { PATH, TMPDIR } = process.env
  return { PATH, ...(TMPDIR ? { TMPDIR } : {}), LC_ALL: 'C', TZ: 'UTC' }
}
