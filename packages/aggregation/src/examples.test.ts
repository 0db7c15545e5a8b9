import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as library from './index.ts'

const source = import.meta.dirname
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .sort()

describe('the examples in the docstrings', () => {
  for (const file of files) {
    for (const { code, expected } of examplesOf(readFileSync(join(source, file), 'utf8'))) {
      it(`${file}: ${code.split('\n')[0]}`, () => {
        expect(run(code)).toEqual(run(expected))
      })
    }
  }

  it('exist for every exported function', () => {
    const texts = files.map(file => readFileSync(join(source, file), 'utf8'))
    const missing = Object.entries(library)
      .filter(([, value]) => typeof value === 'function')
      .map(([name]) => name)
      .filter(name => {
        const text = texts.find(text =>
          new RegExp(`^export (async )?function\\*? ${name}\\b`, 'm').test(text)
        )
        return !text?.match(
          new RegExp(`@example(?:(?!\\*/)[^])*\\*/\\nexport (async )?function\\*? ${name}\\b`)
        )
      })
    expect(missing).toEqual([])
  })
})

/**
 * An example is the text after `@example` up to `// →`; what follows the arrow, to the comment's end, is
 * expected.
 */
function examplesOf(text: string): { code: string; expected: string }[] {
  return [...text.matchAll(/@example\n((?: \* .*\n)+?) \*\//g)].map(([, block]) => {
    const [code, expected] = block!.replaceAll(/^ \* ?/gm, '').split('// →')
    if (expected === undefined) throw new Error(`an example without "// →":\n${block}`)
    return { code: code!.trim(), expected: expected.trim() }
  })
}

function run(expression: string): unknown {
  const names = Object.keys(library)
  return new Function(...names, `"use strict"; return (${expression})`)(...Object.values(library))
}
