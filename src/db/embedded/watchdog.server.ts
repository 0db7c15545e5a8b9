import { spawn } from 'node:child_process'

export type Watchdog = { release(): void }

/**
 * Watches over one PostgreSQL from a process of its own (a shell of 1 MB), which holds the reading end of a pipe from
 * us. However this process ends, even by SIGKILL, the kernel closes the pipe; the shell then shuts PostgreSQL down:
 * SIGINT, after 10 s SIGQUIT, after 5 s more SIGKILL. A line in the pipe dismisses it.
 */
export function watchOver(pid: number): Watchdog {
  const shell = spawn('/bin/sh', ['-c', SCRIPT, 'mozaika-watchdog', String(pid)], {
    cwd: '/',
    // A session of its own: Ctrl-C and hang-ups of our terminal must not end it before us.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore']
  })
  shell.unref()
  const pipe = shell.stdin
  pipe.on('error', () => {})
  if ('unref' in pipe && typeof pipe.unref === 'function') pipe.unref()
  return { release: () => void pipe.end('dismissed\n') }
}

const SCRIPT = `
read -r line && exit 0
await() { i=0; while [ $i -lt $1 ]; do kill -0 "$pid" 2>/dev/null || exit 0; sleep 1; i=$((i+1)); done; }
pid=$1
kill -INT "$pid" 2>/dev/null; await 10
kill -QUIT "$pid" 2>/dev/null; await 5
kill -KILL "$pid" 2>/dev/null
`
