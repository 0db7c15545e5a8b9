import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, lstatSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { copyBinaries, type Binaries } from './binaries.server.ts'
import { EmbeddedError } from './embedded-error.server.ts'
import { runToEnd, type Runner } from './runner.server.ts'

type Choice = { runner: Runner; binaries: Binaries }

/**
 * Decides as whom PostgreSQL runs and from where, by trying: the first way that reaches the data folder and can run
 * `postgres --version`. For everybody but root that is this process itself (in a user namespace if its uid has no
 * name: initdb wants one). For root, in this order: the account that
 * already owns the cluster, `mozaika`, `nobody`, the owner of the folder above the data folder, a user namespace.
 * Programs out of an account's reach (under a private home) are copied into the data folder.
 *
 * @throws EmbeddedError when no way works.
 */
export function chooseRunner(dataFolder: string, cluster: string, installed: Binaries): Choice {
  if (process.geteuid?.() !== 0) return choiceOfUser(cluster, installed)
  for (const runner of accountsFor(dataFolder, cluster)) {
    const choice = withFolderOpened(dataFolder, () => tryRunner(runner, dataFolder, installed))
    if (choice) return choice
  }
  const choice = tryRunner({ kind: 'namespace' }, dataFolder, installed)
  if (choice) return choice
  throw new EmbeddedError(
    `PostgreSQL does not run as root, and no other account of this machine reaches ${dataFolder}.`,
    'Run `npm start` as an ordinary user; or create the account `mozaika` and set MOZAIKA_DATA to a folder it can reach, ' +
      'such as /var/lib/mozaika; or set DATABASE_URL to a PostgreSQL 15 or later.'
  )
}

function choiceOfUser(cluster: string, installed: Binaries): Choice {
  const { ok, output } = runToEnd({ kind: 'self' }, installed.postgres, ['--version'])
  if (!ok) {
    throw new EmbeddedError(
      `The embedded PostgreSQL does not run on this machine: ${output}`,
      'It needs a Linux with glibc, or macOS. Elsewhere set DATABASE_URL to a PostgreSQL 15 or later.'
    )
  }
  const uid = String(process.geteuid?.())
  if (existsSync(cluster) || accountNamed(uid)) return { runner: { kind: 'self' }, binaries: installed }
  if (runToEnd({ kind: 'namespace' }, installed.initdb, ['--version']).ok) {
    return { runner: { kind: 'namespace' }, binaries: installed }
  }
  throw new EmbeddedError(
    `This process runs under the uid ${uid}, which has no name on this machine; PostgreSQL needs one to make its cluster.`,
    `Add an account with the uid ${uid} (in a container: a line in /etc/passwd), or set DATABASE_URL to a PostgreSQL 15 or later.`
  )
}

function tryRunner(runner: Runner, dataFolder: string, installed: Binaries): Choice | undefined {
  const reached = runToEnd(runner, '/bin/sh', ['-c', 'cd -- "$1"', 'sh', dataFolder])
  if (!reached.ok) return undefined
  const runs = (binaries: Binaries) => runToEnd(runner, binaries.postgres, ['--version']).ok
  if (runs(installed)) return { runner, binaries: installed }
  const copied = copyBinaries(installed, dataFolder)
  return runs(copied) ? { runner, binaries: copied } : undefined
}

/** Lets other accounts pass through the data folder (not read it) while trying, and for good if the trial succeeds. */
function withFolderOpened<T>(folder: string, attempt: () => T | undefined): T | undefined {
  const before = statSync(folder).mode & 0o777
  chmodSync(folder, before | 0o011)
  const found = attempt()
  if (found === undefined) chmodSync(folder, before)
  return found
}

function accountsFor(dataFolder: string, cluster: string): Runner[] {
  const owners = [ownerOf(cluster), accountNamed('mozaika'), accountNamed('nobody'), ownerAbove(dataFolder)]
  const seen = new Set<number>()
  const accounts: Runner[] = []
  for (const account of owners) {
    if (!account || seen.has(account.uid)) continue
    seen.add(account.uid)
    accounts.push({ kind: 'account', ...account })
  }
  return accounts
}

type Account = { name: string; uid: number; gid: number }

/** `who` is a name or a number; nothing is returned for an account this machine does not know. */
function accountNamed(who: string): Account | undefined {
  const ask = (flag: string) => spawnSync('id', [flag, who], { encoding: 'utf8' })
  const [name, uid, gid] = ['-un', '-u', '-g'].map(ask)
  if (name?.status !== 0) return undefined
  return { name: name.stdout.trim(), uid: Number(uid?.stdout), gid: Number(gid?.stdout) }
}

/** Also an account without a name: one that has a cluster can run it. */
function ownerOf(path: string): Account | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (!found || found.uid === 0) return undefined
  return accountNamed(String(found.uid)) ?? { name: `with uid ${found.uid}`, uid: found.uid, gid: found.gid }
}

function ownerAbove(folder: string): Account | undefined {
  for (let above = dirname(folder); above !== dirname(above); above = dirname(above)) {
    const { uid } = statSync(above)
    if (uid !== 0) return accountNamed(String(uid))
  }
  return undefined
}
