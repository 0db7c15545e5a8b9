#!/usr/bin/env node
// `mozaika …`: the command line on Node 24, wherever it was called from.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { findNode24, root } from './node24.mjs'

const found = findNode24()
if ('problem' in found) {
  console.error(found.problem)
  process.exit(1)
}
const child = spawn(found.node, [join(root, 'src', 'cli', 'main.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit'
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {})
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
