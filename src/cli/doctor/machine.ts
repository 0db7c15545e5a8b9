import { accessSync, constants, existsSync, statSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { thought, well, wrong } from './check.ts'
import type { Finding } from './check.ts'

export function checkNode(version: string = process.version): Finding {
  const major = Number.parseInt(version.slice(1), 10)
  return major >= 24
    ? well(`Node ${version}`)
    : wrong(
        `Node ${version} is too old.`,
        'Install Node 24 or later, or run `npm ci` with optional packages: they bring one.'
      )
}

const gigabyte = 1_000_000_000

/** Whether the data folder can be written, is nobody else's to read, and lies on a disk with room. */
export function checkDataFolder(folder: string): Finding[] {
  const place = existingParent(folder)
  try {
    accessSync(place, constants.W_OK | constants.X_OK)
  } catch {
    const what =
      place === folder
        ? `The data folder ${folder} cannot be written.`
        : `The data folder ${folder} cannot be made: ${place} cannot be written.`
    return [wrong(what, 'Give it to the account that runs Mozaika, or set MOZAIKA_DATA to another folder.')]
  }
  return [
    place === folder
      ? well(`The data folder ${folder} can be written.`)
      : well(`The data folder ${folder} will be made at the first start.`),
    ...(place === folder && (statSync(folder).mode & 0o004) !== 0
      ? [
          thought(
            'Other accounts of this machine can look into the data folder.',
            `It holds keys and letters: chmod 700 '${folder}'`
          )
        ]
      : []),
    checkDisk(place)
  ]
}

function checkDisk(folder: string): Finding {
  const { bavail, bsize, ffree, files } = statfsSync(folder)
  const free = bavail * bsize
  const text = `${(free / gigabyte).toFixed(1)} GB free on the disk of the data folder`
  // Some file systems count no inodes and say zero of zero.
  if (files > 0 && ffree < 1_000)
    return wrong(
      `Only ${ffree} more files fit on the disk of the data folder.`,
      'Remove files, or move MOZAIKA_DATA.'
    )
  if (free < gigabyte / 5)
    return wrong(
      `${text}.`,
      'The database stops when the disk is full: make room, or move MOZAIKA_DATA to another disk.'
    )
  return free < 2 * gigabyte ? thought(`${text}.`, 'Make room before it gets tight.') : well(`${text}.`)
}

function existingParent(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existingParent(dirname(folder))
}
