import { accessSync, constants, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'

/** A browser to walk with, and what it needs to start. */
export interface FoundBrowser {
  readonly path: string
  readonly from: string
  readonly env?: Readonly<Record<string, string>>
}

export const variable = 'MOZAIKA_BROWSER'

const installed: Readonly<Record<string, readonly string[]>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/microsoft-edge',
    '/snap/bin/chromium'
  ],
  darwin: ['/Applications', join(homedir(), 'Applications')].flatMap(folder => [
    `${folder}/Google Chrome.app/Contents/MacOS/Google Chrome`,
    `${folder}/Chromium.app/Contents/MacOS/Chromium`,
    `${folder}/Microsoft Edge.app/Contents/MacOS/Microsoft Edge`
  ])
}

/** The one named by the variable, else an installed Chromium, Chrome or Edge, else on Linux the one that npm brought. */
export async function findBrowser(): Promise<FoundBrowser> {
  const named = process.env[variable]
  if (named === 'npm') return unpackBrowser()
  if (named) {
    if (!existsSync(named)) throw new Error(`${variable} names ${named}, which is not there.`)
    return { path: named, from: variable }
  }
  const path = (installed[process.platform] ?? []).find(isProgram)
  if (path) return { path, from: 'this machine' }
  if (process.platform === 'linux' && process.arch === 'x64') return unpackBrowser()
  throw new Error(
    `No browser was found for the journeys. Install Chromium, Chrome or Edge, or name one: ${variable}=/path/to/chromium npm test`
  )
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Chromium from the npm package, with the libraries that a bare machine lacks, unpacked once for this account. */
async function unpackBrowser(): Promise<FoundBrowser> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  const bin = join(dirname(dirname(entry)), 'bin')
  const { version } = createRequire(import.meta.url)(join(dirname(bin), 'package.json')) as {
    version: string
  }
  const folder = join(tmpdir(), `mozaika-browser-${version}-${process.getuid?.() ?? 0}`)
  if (!existsSync(join(folder, fontsFile))) {
    rmSync(folder, { recursive: true, force: true })
    const fresh = `${folder}-${process.pid}`
    mkdirSync(fresh, { recursive: true, mode: 0o700 })
    // The package unpacks into the system's folder for temporary files, which others may share.
    const before = process.env['TMPDIR']
    process.env['TMPDIR'] = fresh
    try {
      const { inflate } = await import('@sparticuz/chromium')
      for (const name of ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'])
        await inflate(join(bin, name))
      writeFileSync(join(fresh, fontsFile), fontsIn(folder))
    } finally {
      if (before === undefined) delete process.env['TMPDIR']
      else process.env['TMPDIR'] = before
    }
    // Two runs at once: whoever comes second uses what the first has made.
    try {
      renameSync(fresh, folder)
    } catch {
      rmSync(fresh, { recursive: true, force: true })
    }
  }
  const libraries = join(folder, 'al2023', 'lib')
  const env = {
    ...process.env,
    LD_LIBRARY_PATH: libraries,
    FONTCONFIG_FILE: join(folder, fontsFile)
  } as Record<string, string>
  return { path: join(folder, 'chromium'), from: '@sparticuz/chromium', env }
}

const fontsFile = 'fonts.conf'

/** Where the fonts are: the package's own file names a folder of its own choice. A form field drawn without any font ends Chromium. */
const fontsIn = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`

/** Starts it so that it asks nobody but the pages it is sent to. */
export function launch({ path, env }: FoundBrowser): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    headless: true,
    ...(env ? { env } : {}),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync'
    ]
  })
}
