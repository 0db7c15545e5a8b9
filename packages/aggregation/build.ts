import { execFileSync } from 'node:child_process'
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

/**
 * Builds what is published, into `build/`: JavaScript with types, and a package.json whose exports name them. `npm publish build` publishes it.
 * Inside the repository the sources are used as they are.
 */
const here = new URL('./', import.meta.url)
rmSync(new URL('build', here), { recursive: true, force: true })
execFileSync('npx', ['tsc', '-p', 'tsconfig.build.json'], { cwd: here, stdio: 'inherit' })

const {
  scripts: _,
  exports: __,
  ...manifest
} = JSON.parse(readFileSync(new URL('package.json', here), 'utf8'))
const folders = readdirSync(new URL('src', here), { withFileTypes: true }).filter(entry =>
  entry.isDirectory()
)
const entries = ['.', ...folders.map(({ name }) => `./${name}`)].map(entry => {
  const path = entry === '.' ? './index' : `${entry}/index`
  return [entry, { types: `${path}.d.ts`, default: `${path}.js` }]
})
const published = { ...manifest, exports: Object.fromEntries(entries) }
writeFileSync(new URL('build/package.json', here), `${JSON.stringify(published, null, 2)}\n`)
for (const [from, to] of [
  ['README.md', 'README.md'],
  ['../../LICENSE', 'LICENSE']
]) {
  copyFileSync(new URL(from!, here), new URL(`build/${to}`, here))
}
