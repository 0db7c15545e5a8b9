// A process of its own for tests: starts the embedded PostgreSQL in the folder of its first argument, prints one line
// of JSON, and stays until it is killed or its input ends.
import { EmbeddedError, startEmbedded } from './index.server.ts'

try {
  const embedded = await startEmbedded({
    dataFolder: process.argv[2] ?? '',
    log: line => console.error(line)
  })
  console.log(JSON.stringify({ connection: embedded.connection, pid: embedded.pid }))
  process.stdin.resume().on('end', () => void embedded.stop())
} catch (error) {
  if (!(error instanceof EmbeddedError)) throw error
  console.log(JSON.stringify({ refused: error.message, hint: error.hint }))
  process.exitCode = 1
}
