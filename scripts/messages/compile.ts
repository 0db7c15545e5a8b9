import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compile } from '@inlang/paraglide-js'
import { readArea, readSettings } from './catalogue.ts'
import type { Message } from './catalogue.ts'

/**
 * Makes `src/locales/paraglide` from the message files, for pages and for plain Node alike. Does nothing when it was made
 * of the very files that are there.
 */
export async function compileMessages(root: string): Promise<void> {
  const outdir = join(root, 'src', 'locales', 'paraglide')
  const record = join(outdir, '.fingerprint')
  const fingerprint = fingerprintOf(root)
  if (existsSync(record) && readFileSync(record, 'utf8') === fingerprint) return
  await compile({
    project: join(root, 'project.inlang'),
    outdir,
    // A file per language: Node would otherwise read a file per message at start.
    outputStructure: 'locale-modules',
    strategy: ['globalVariable', 'baseLocale'],
    isServer: 'true',
    // Every file is written anew under the same name; an emptied folder would break whoever is reading it.
    cleanOutdir: false,
    emitGitIgnore: false,
    emitPrettierIgnore: false,
    emitReadme: false,
    additionalFiles: {
      'registry.js': readFileSync(join(root, 'scripts', 'messages', 'registry.js'), 'utf8'),
      'messages.d.ts': declareMessages(root),
      'runtime.d.ts': declareRuntime(root)
    }
  })
  writeFileSync(record, fingerprint)
}

function fingerprintOf(root: string): string {
  const { areas, languages } = readSettings(root)
  const files = [
    'project.inlang/settings.json',
    'package-lock.json',
    'scripts/messages/compile.ts',
    'scripts/messages/registry.js',
    ...areas.flatMap(area => languages.map(language => area.pattern.replace('{locale}', language)))
  ]
  const hash = createHash('sha256')
  for (const file of files.map(name => join(root, name)).filter(existsSync))
    hash.update(file).update(readFileSync(file))
  return hash.digest('hex')
}

// The library's own declarations take longer to write than the messages themselves, and repeat every text.
function declareMessages(root: string): string {
  const { areas, base } = readSettings(root)
  const messages = areas.flatMap(area => [...(readArea(root, area, base)?.values() ?? [])])
  return [
    "import type { Locale } from './runtime.js'",
    'interface Options { readonly locale?: Locale }',
    'type Input = string | number',
    ...messages.map(declareMessage),
    "export * as m from './messages.js'",
    ''
  ].join('\n')
}

function declareMessage({ key, inputs }: Message): string {
  const given =
    inputs.length === 0 ? 'inputs?: {}' : `inputs: { ${inputs.map(name => `${name}: Input`).join('; ')} }`
  return `export declare function ${key}(${given}, options?: Options): string`
}

function declareRuntime(root: string): string {
  const union = readSettings(root).languages.map(language => `'${language}'`)
  return [
    `export type Locale = ${union.join(' | ')}`,
    `export declare const locales: readonly [${union.join(', ')}]`,
    'export declare const baseLocale: Locale',
    'export declare let getLocale: () => Locale',
    'export declare const overwriteGetLocale: (get: () => Locale) => void',
    ''
  ].join('\n')
}
