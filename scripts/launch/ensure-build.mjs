import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the built pages depend on; folders are walked. */
const SOURCES = [
  'src',
  'packages',
  'static',
  'messages',
  'project.inlang',
  'vite.config.ts',
  'package-lock.json'
]

/** Not sources: made by the build itself, or never part of it. */
const IGNORED = /(^|\/)(node_modules|paraglide|project\.inlang\/cache|README\.md)$|\.test\.ts$|(^|\/)\./

/**
 * Builds the pages with `node` unless the build in `root` was made of the very sources that are there.
 *
 * @param {{ root: string, node: string, say(line: string): void }} place
 * @returns {Promise<string | undefined>} the problem, for people, when there is no build to start with
 */
export async function ensureBuild({ root, node, say }) {
  const built = existsSync(join(root, 'build', 'handler.js'))
  const record = join(root, 'build', '.fingerprint')
  const fingerprint = fingerprintOf(root)
  const before = existsSync(record) ? readFileSync(record, 'utf8') : undefined
  if (built && before === fingerprint) return undefined

  const obstacle = obstacleTo(root)
  if (obstacle && built) {
    say(`The pages may be older than their sources: ${obstacle}`)
    return undefined
  }
  if (obstacle) return `The pages are not built yet. ${obstacle}`

  say(before ? 'The sources have changed: building the pages…' : 'Building the pages (first start only)…')
  const failure = await build(root, node, say)
  if (failure) return failure
  writeFileSync(record, fingerprint)
  return undefined
}

/** A hash of names and contents; times of change differ between clones of the same commit. */
export function fingerprintOf(root) {
  const hash = createHash('sha256')
  for (const file of SOURCES.flatMap(name => filesUnder(root, name))) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0')
  }
  return hash.digest('hex')
}

/** @returns {string[]} paths relative to root, sorted */
function filesUnder(root, name) {
  if (IGNORED.test(name) || !existsSync(join(root, name))) return []
  let entries
  try {
    entries = readdirSync(join(root, name)).sort()
  } catch (error) {
    if (error.code === 'ENOTDIR') return [name]
    throw error
  }
  return entries.flatMap(entry => filesUnder(root, `${name}/${entry}`))
}

/** @returns {string | undefined} why this tree cannot be built here, and what to do */
function obstacleTo(root) {
  if (!existsSync(viteIn(root))) {
    return 'The build tools are not installed: run `npm ci` without --omit=dev (and without NODE_ENV=production).'
  }
  try {
    accessSync(root, constants.W_OK)
    if (existsSync(join(root, 'build'))) accessSync(join(root, 'build'), constants.W_OK)
    return undefined
  } catch {
    return `This account may not write ${root}: run \`npm run build\` there as its owner, then start again.`
  }
}

function viteIn(root) {
  return join(root, 'node_modules', 'vite', 'bin', 'vite.js')
}

/** @returns {Promise<string | undefined>} the problem, or nothing when the build succeeded */
function build(root, node, say) {
  return new Promise(resolve => {
    const began = Date.now()
    const seconds = () => Math.round((Date.now() - began) / 1000)
    const child = spawn(node, [viteIn(root), 'build', '--logLevel', 'warn'], {
      cwd: root,
      stdio: ['inherit', 'pipe', 'pipe']
    })
    // What a good build says about itself is for developers; a failed one has to say everything.
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', data => (output += data))
    const progress = setInterval(() => say(`… still building (${seconds()} s)`), 5000)
    const forward = signal => child.kill(signal)
    process.on('SIGTERM', forward)
    process.on('SIGINT', forward)
    const finish = problem => {
      clearInterval(progress)
      process.off('SIGTERM', forward)
      process.off('SIGINT', forward)
      if (!problem) say(`The pages are built (${seconds()} s).`)
      resolve(problem)
    }
    child.once('error', error => finish(`The build could not be started: ${error.message}`))
    child.once('close', (code, signal) => {
      if (code !== 0) process.stderr.write(output)
      finish(
        code === 0 ? undefined : `Building the pages failed (${signal ?? `exit code ${code}`}); see above.`
      )
    })
  })
}
