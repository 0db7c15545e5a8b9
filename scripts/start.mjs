// `npm start`: finds Node 24, builds the pages if needed, and becomes the server.
import { join } from 'node:path'
import { ensureBuild } from './launch/ensure-build.mjs'
import { runServer } from './launch/run-server.mjs'
import { findNode24, root } from './node24.mjs'

const found = findNode24()
if ('problem' in found) fail(found.problem)

const problem = await ensureBuild({ root, node: found.node, say: line => console.log(line) })
if (problem) fail(problem)

runServer({ node: found.node, entry: join(root, 'src', 'server.ts'), args: process.argv.slice(2) })

/** @param {string} problem */
function fail(problem) {
  console.error(problem)
  process.exit(1)
}
