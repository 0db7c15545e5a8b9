import { inputSchema } from '../../api/input-schema.ts'
import { branchesOf, typesOf } from '../../api/typed-text.ts'
import type { Schema } from '../../api/typed-text.ts'
import { acts } from '../../core/acts.ts'
import type { AnyAct, AnyView } from '../../core/door/act.ts'
import { views } from '../../core/views.ts'
import { UsageError } from '../command.ts'
import type { Command } from '../command.ts'
import { listFlags } from '../flag-path.ts'

/** The command `help` over the commands given, and over all acts and views. */
export const helpOver = (own: () => readonly Command[]): Command => ({
  name: 'help',
  usage: '[COMMAND | NOUN]',
  help: `What there is, or how one command is used.

Examples: mozaika help call open · mozaika help call`,
  run: async (words, io) => io.out(helpText(words.slice(0, 2), own()))
})

function helpText(words: readonly string[], commands: readonly Command[]): string {
  if (words.length === 0) return overview(commands)
  const name = words.join(' ')
  const own = commands.find(one => one.name === name)
  if (own) return `mozaika ${own.name} ${own.usage}`.trimEnd() + `\n\n${own.help}`
  const definition = definitionOf(name)
  if (definition) return helpOfVerb(definition)
  const verbs = verbsOf(words[0]!, commands)
  if (verbs.length > 0) return lines(verbs)
  const first = commands.find(one => one.name === words[0])
  if (first) return helpText([words[0]!], commands)
  throw new UsageError(`There is no \`mozaika ${name}\`. All commands: mozaika help`)
}

type Line = readonly [name: string, text: string]

function overview(commands: readonly Command[]): string {
  const names = [
    ...acts.keys(),
    ...views.keys(),
    ...commands.map(one => one.name).filter(name => name.includes(' '))
  ]
  const nouns = [...new Set(names.map(name => name.split(/[. ]/)[0]!))].sort()
  return [
    'mozaika COMMAND [ARGUMENTS]',
    section(
      'This installation',
      commands.filter(one => !one.name.includes(' ')).map(one => [one.name, firstLine(one.help)])
    ),
    ...nouns.map(noun => section(noun, verbsOf(noun, commands))),
    'How a command is used: mozaika help COMMAND\nAll of them speak as the operator of this installation.'
  ].join('\n\n')
}

const firstLine = (text: string): string => text.split('\n', 1)[0]!

const section = (title: string, entries: readonly Line[]): string => `${title}\n${lines(entries)}`

function lines(entries: readonly Line[]): string {
  const width = Math.max(...entries.map(([name]) => name.length))
  return entries.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`).join('\n')
}

function verbsOf(noun: string, commands: readonly Command[]): Line[] {
  const own = commands
    .filter(one => one.name.startsWith(`${noun} `))
    .map((one): Line => [one.name, firstLine(one.help)])
  const derived = [...acts.values(), ...views.values()]
    .filter(({ name }) => name.startsWith(`${noun}.`))
    .map(({ name, title }): Line => [name.replace('.', ' '), title])
    .filter(([name]) => !own.some(([known]) => known === name))
  return [...own, ...derived].sort(([a], [b]) => (a < b ? -1 : 1))
}

const definitionOf = (words: string): AnyAct | AnyView | undefined => {
  const name = words.replace(' ', '.')
  return acts.get(name) ?? views.get(name)
}

function helpOfVerb(definition: AnyAct | AnyView): string {
  const flags = listFlags(inputSchema(definition)).map(({ flag, schema, required }): Line => [
    `--${flag}`,
    [required ? 'needed' : '', kindOf(schema)].filter(Boolean).join('; ')
  ])
  return [
    `mozaika ${definition.name.replace('.', ' ')}${flags.length > 0 ? ' [FLAGS]' : ''}`,
    `${definition.title}.`,
    ...(flags.length > 0 ? [lines(flags)] : []),
    lines([
      ['--json', "the whole input, or the rest of it: '{…}', or - to read it from standard input"],
      ['--output', 'json or table; a table where a person reads, JSON elsewhere'],
      ...(verbOf(definition) === 'GET'
        ? []
        : [['--key', 'a key of 16 to 200 characters: used again, the act is not done again'] as Line])
    ]),
    `Over HTTP: ${definition.http.replace(' /', ' /api/v1/')}`
  ].join('\n\n')
}

const verbOf = ({ http }: { readonly http: string }): string => http.split(' ', 1)[0]!

/** A schema in a few words: `text of at most 120 characters`, `number from 1 to 50`, `one of: a, b`. */
function kindOf(schema: Schema): string {
  const words = [...new Set(branchesOf(schema).map(kindOfBranch))].join(' or ')
  return 'default' in schema ? `${words} (${JSON.stringify(schema['default'])} unless said)` : words
}

function kindOfBranch(schema: Schema): string {
  if (schema.enum) return `one of: ${schema.enum.join(', ')}`
  const types = typesOf(schema)
  if (types.has('array')) {
    const entry = kindOf(schema.items ?? {})
    return entry.includes('list') ? 'JSON' : `list, by repeating the flag: ${entry}`
  }
  if (types.has('integer') || types.has('number'))
    return `number${range(schema['minimum'], schema['maximum'])}`
  if (types.has('boolean')) return 'yes when given'
  if (types.has('null')) return 'null'
  if (types.has('string'))
    return schema['format']
      ? (formats[String(schema['format'])] ?? String(schema['format']))
      : `text${most(schema['maxLength'])}`
  return 'JSON'
}

const formats: Readonly<Record<string, string>> = {
  uuid: 'id (UUID)',
  'date-time': 'moment with its offset, such as 2030-05-01T12:00:00+02:00',
  date: 'day, such as 2030-05-01',
  email: 'e-mail address'
}

function range(least: unknown, highest: unknown): string {
  const from = typeof least === 'number' && least > Number.MIN_SAFE_INTEGER ? ` from ${least}` : ''
  const to = typeof highest === 'number' && highest < Number.MAX_SAFE_INTEGER ? ` to ${highest}` : ''
  return from + to
}

const most = (length: unknown): string =>
  typeof length === 'number' ? ` of at most ${length} characters` : ''
