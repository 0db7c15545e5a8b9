import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beside } from './peer-works.ts'
import { bench, type Work } from './yardstick.ts'

/**
 * The same work by packages of npm, beside ours. None of them is a dependency: they are looked for in a folder of
 * their own, and rows without their package are skipped, with a word why. To fill a folder and run:
 *
 * npm install --prefix FOLDER votes meeks-prf-js ml-pca string-similarity minhash glicko2 krippendorff
 * node packages/aggregation/bench/peers.ts --folder FOLDER
 */
const flag = process.argv.indexOf('--folder')
const named = flag === -1 ? process.env['MOZAIKA_PEERS'] : process.argv[flag + 1]
if (!named) {
  console.log('Skipped: no folder with packages is named, by --folder or MOZAIKA_PEERS.')
  process.exit()
}
const folder = resolve(named, 'node_modules')

const works: Work[] = []
for (const { module, name, ours, theirs } of beside()) {
  const own = module.split('/')[0]!
  if (!existsSync(join(folder, own))) {
    console.log(`Skipped: ${name}, for ${own} is not in ${folder}.`)
    continue
  }
  const { version } = JSON.parse(readFileSync(join(folder, own, 'package.json'), 'utf8'))
  const run = theirs(await load(module))
  works.push(
    { name: `${name}: ours (${ours()})`, run: ours },
    { name: `… by ${own} ${version} (${run()})`, run }
  )
}
bench('Beside packages of npm', works, 3)

async function load(module: string) {
  const path = createRequire(join(folder, 'index.js')).resolve(module)
  return import(pathToFileURL(path).href)
}
