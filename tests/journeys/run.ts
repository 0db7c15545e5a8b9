import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** `npm run journeys`: a browser walks through what we promise people. Names of files may be given to walk some alone. */
const { status } = spawnSync(
  process.execPath,
  [
    join('node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--config',
    'tests/journeys/vitest.config.ts',
    ...process.argv.slice(2)
  ],
  { stdio: 'inherit' }
)
process.exit(status ?? 1)
