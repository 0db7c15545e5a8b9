import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Binaries } from './binaries.server.ts'
import { EmbeddedError } from './embedded-error.server.ts'
import { giveTo } from './give-to.server.ts'
import { launch, type Runner } from './runner.server.ts'

export const SUPERUSER = 'mozaika'

/**
 * Text rules of the cluster. Sorting is by code point through PostgreSQL's own provider, the same on every machine;
 * but pg_trgm asks the system's LC_CTYPE what a letter is, so that must know all of Unicode. Not every system has
 * each of these names. With `C`, nothing Cyrillic has a trigram and search finds nothing.
 */
const CHARACTER_TYPES = ['C.UTF-8', 'en_US.UTF-8']

/**
 * Makes the database cluster in `cluster` unless there is one. It is made beside and renamed, so a first start that
 * is killed leaves no half cluster.
 *
 * @throws EmbeddedError when initdb fails, or when the cluster there is of another major version.
 */
export async function ensureCluster(cluster: string, runner: Runner, binaries: Binaries): Promise<void> {
  removeHalfClusters(cluster)
  if (existsSync(join(cluster, 'PG_VERSION'))) {
    refuseOtherMajor(cluster, binaries)
    giveTo(runner, cluster)
    return
  }
  if (existsSync(cluster) && readdirSync(cluster).length > 0) {
    throw new EmbeddedError(
      `${cluster} is not empty and holds no PostgreSQL cluster.`,
      'Move that folder away, or set MOZAIKA_DATA to another folder.'
    )
  }
  const fresh = mkdtempSync(`${cluster}.new-`)
  chmodSync(fresh, 0o700)
  giveTo(runner, fresh)
  try {
    await initdb(fresh, runner, binaries)
    rmSync(cluster, { recursive: true, force: true })
    renameSync(fresh, cluster)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

/** Removes what first starts that were killed left behind. */
function removeHalfClusters(cluster: string): void {
  for (const name of readdirSync(dirname(cluster))) {
    if (name.startsWith(`${basename(cluster)}.new-`)) {
      rmSync(join(dirname(cluster), name), { recursive: true, force: true })
    }
  }
}

async function initdb(folder: string, runner: Runner, binaries: Binaries): Promise<void> {
  const failures: string[] = []
  for (const characterType of CHARACTER_TYPES) {
    const { code, output } = await runInitdb(folder, characterType, runner, binaries)
    if (code === 0) return
    failures.push(output)
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
  }
  throw new EmbeddedError(
    `PostgreSQL could not make its cluster in ${folder}:\n${failures.join('\n')}`,
    'See that the disk has 100 MB free and that a UTF-8 locale (C.UTF-8 or en_US.UTF-8) is installed.'
  )
}

/**
 * NOTE: `--auth=trust` asks for no password. It is safe only because the socket lies in a folder of mode 0700 and
 * PostgreSQL listens nowhere else: who can reach the socket could read the cluster's files as well.
 */
function runInitdb(folder: string, characterType: string, runner: Runner, binaries: Binaries) {
  const args = ['-D', folder, '-U', SUPERUSER, '-E', 'UTF8', '--auth=trust']
  args.push(
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    `--lc-ctype=${characterType}`
  )
  return new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    const child = launch(runner, binaries.initdb, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    let output = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.on('error', reject)
    child.on('close', code => resolve({ code, output: output.trim() }))
  })
}

function refuseOtherMajor(cluster: string, binaries: Binaries): void {
  const found = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
  const [ours] = binaries.version.split('.')
  if (found === ours) return
  throw new EmbeddedError(
    `The data in ${cluster} is of PostgreSQL ${found}; this release brings PostgreSQL ${ours}.`,
    `Make a backup with the release that brought PostgreSQL ${found} (mozaika backup), move the folder away, and restore (mozaika restore).`
  )
}
