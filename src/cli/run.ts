import { randomUUID } from 'node:crypto'
import { isAnswer, problemOf } from '../api/problem.ts'
import { acts } from '../core/acts.ts'
import { views } from '../core/views.ts'
import { ConfigError } from '../config.ts'
import { UsageError } from './command.ts'
import type { Command, Io, Terminal } from './command.ts'
import { commands } from './commands/index.ts'
import { openHousehold } from './household.ts'
import { Refused } from './operator-door.ts'
import { runVerb } from './run-verb.ts'
import { nearest } from './nearest.ts'

/** Runs one command line, without the program's name; gives the exit code: 0 done, 1 refused or failed, 2 called wrongly. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  const { io, close } = openHousehold(terminal)
  try {
    return await dispatch(argv, io)
  } catch (error) {
    return explain(error, io)
  } finally {
    await close()
  }
}

async function dispatch(argv: readonly string[], io: Io): Promise<number> {
  const words = wordsOf(argv)
  if (argv.includes('--help') || argv.includes('-h')) return helped(words.slice(0, 2), io)
  const own = findCommand(words)
  if (own) return (await own.command.run(argv.slice(own.words), io)) ?? 0
  const name = `${words[0]}.${words[1]}`
  const definition = acts.get(name) ?? views.get(name)
  if (definition) return runVerb(definition, argv.slice(2), io)
  if (words.length === 0) return helped([], io)
  throw new UsageError(unknown(words))
}

const helped = async (words: readonly string[], io: Io): Promise<number> =>
  (await commands.find(one => one.name === 'help')!.run(words, io)) ?? 0

/** The words before the first flag: the name of the command, and what it is to be done to. */
function wordsOf(argv: readonly string[]): string[] {
  const flag = argv.findIndex(word => word.startsWith('-'))
  return argv.slice(0, flag < 0 ? argv.length : flag)
}

function findCommand(words: readonly string[]): { command: Command; words: number } | undefined {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ')
    const command = words.length >= length ? commands.find(one => one.name === name) : undefined
    if (command) return { command, words: length }
  }
  return undefined
}

function unknown(words: readonly string[]): string {
  const said = words.slice(0, 2).join(' ')
  const names = [
    ...commands.map(one => one.name),
    ...[...acts.keys(), ...views.keys()].map(name => name.replace('.', ' '))
  ]
  const verbs = names.filter(name => name.startsWith(`${words[0]} `))
  if (verbs.length > 0)
    return `There is no \`mozaika ${said}\`. With ${words[0]}: ${[...new Set(verbs)].sort().join(', ')}.`
  const close = nearest(said, names)
  return `There is no \`mozaika ${said}\`.${close ? ` Perhaps: mozaika ${close}.` : ''} All commands: mozaika help`
}

/** What went wrong, on standard error: a sentence for what people can mend, a stack for what they cannot. */
function explain(error: unknown, io: Io): number {
  if (error instanceof UsageError) {
    io.err(error.message)
    return 2
  }
  const problem =
    error instanceof Refused ? error.problem : isAnswer(error) ? problemOf(error, randomUUID()) : undefined
  if (problem) {
    io.err(problem.detail)
    for (const { message } of problem.problems) if (!problem.detail.includes(message)) io.err(`  ${message}`)
    return 1
  }
  if (error instanceof ConfigError) for (const problem of error.problems) io.err(problem)
  else if (error instanceof Error && 'hint' in error) io.err(`${error.message}\n${String(error.hint)}`)
  else io.err(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return 1
}
