import { lchownSync, lstatSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Runner } from './runner.server.ts'

/** Makes the runner own `path` and all below it. Does nothing unless this process is root and the owner differs. */
export function giveTo(runner: Runner, path: string): void {
  if (process.geteuid?.() !== 0) return
  const { uid, gid } = runner.kind === 'account' ? runner : { uid: 0, gid: 0 }
  if (lstatSync(path).uid === uid) return
  for (const inside of readdirSync(path, { recursive: true, encoding: 'utf8' })) {
    lchownSync(join(path, inside), uid, gid)
  }
  // The folder itself is last, so that a change cut short is taken up again by the next start.
  lchownSync(path, uid, gid)
}

/** Gives a file that root has made to the owner of its folder, who may start the next time without being root. */
export function giveToFolderOwner(file: string): void {
  if (process.geteuid?.() !== 0) return
  const { uid, gid } = statSync(dirname(file))
  lchownSync(file, uid, gid)
}
