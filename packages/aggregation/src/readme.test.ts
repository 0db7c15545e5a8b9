import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import * as library from './index.ts'
import * as worker from './worker/index.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

it('the README names every function', () => {
  const functions = Object.entries({ ...library, ...worker }).filter(([, own]) => typeof own === 'function')
  expect(functions.map(([name]) => name).filter(name => !new RegExp(`\`${name}\\b`).test(readme))).toEqual([])
})

it('the example of the README runs as it stands there', () => {
  const [, code] = /```ts\nimport .*\n([^]*?)```/.exec(readme)!
  const { wilsonRanking } = library
  expect(new Function('wilsonRanking', `return ${code}`)(wilsonRanking)).toHaveLength(2)
})
