import { text } from 'node:stream/consumers'
import type { Terminal } from './command.ts'

/** The terminal that this process was started in. */
export const processTerminal = (): Terminal => ({
  env: process.env,
  isInteractive: process.stdout.isTTY === true,
  columns: process.stdout.columns || 100,
  out: line => void process.stdout.write(`${line}\n`),
  err: line => void process.stderr.write(`${line}\n`),
  readIn: () => text(process.stdin)
})
