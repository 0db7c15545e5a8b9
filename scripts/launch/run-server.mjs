import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/** Heap limits in MB that keep the server small; each gives way to the same option in NODE_OPTIONS. */
const HEAP = ['--max-old-space-size=320', '--max-semi-space-size=32']

/** Node options for the server; `given` is the value of NODE_OPTIONS, which options on the command line would outdo. */
export function serverOptions(given = process.env.NODE_OPTIONS ?? '') {
  const named = given.replaceAll('_', '-')
  const heap = HEAP.filter(option => !named.includes(option.split('=')[0]))
  return [...heap, '--disable-warning=ExperimentalWarning']
}

/**
 * Runs the server with `node`. Where Node can replace this process by another program it does, and this never
 * returns; else the server is a child and this process ends with its exit code.
 *
 * @param {{ node: string, entry: string, args: string[] }} server
 */
export function runServer({ node, entry, args }) {
  if (process.execve) {
    const words = [node, ...serverOptions(), entry, ...args]
    process.execve(node, words, process.env)
  }
  const preload = new URL('end-with-launcher.mjs', import.meta.url).href
  const child = spawn(node, [...serverOptions(), '--import', preload, entry, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // A process group of its own: Ctrl-C reaches the whole group of the terminal, and then reached the server twice.
    detached: true
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forwardOnce(child, signal))
  child.once('error', error => {
    console.error(`The server could not be started: ${error.message}`)
    process.exit(1)
  })
  child.once('exit', (code, signal) => {
    process.exit(code ?? 128 + (constants.signals[signal] ?? 0))
  })
}

/** npm passes on a Ctrl-C that the terminal has already sent here: the same signal within a second is one wish. */
function forwardOnce(child, signal) {
  let last = -Infinity
  return () => {
    const now = performance.now()
    if (now - last > 1000) child.kill(signal)
    last = now
  }
}
