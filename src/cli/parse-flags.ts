import { parseArgs } from 'node:util'
import type { ParseArgsConfig } from 'node:util'
import { UsageError } from './command.ts'
import type { Command } from './command.ts'

type Options = NonNullable<ParseArgsConfig['options']>

/**
 * The flags and words of a command, the words between `least` and `most` in number.
 *
 * @throws UsageError that shows how the command is called.
 */
export function parseFlags<Flags extends Options>(
  { name, usage }: Pick<Command, 'name' | 'usage'>,
  args: readonly string[],
  options: Flags,
  [least, most]: readonly [number, number]
) {
  try {
    const parsed = parseArgs({ args: [...args], allowPositionals: true, options })
    const { length } = parsed.positionals
    if (length < least || length > most)
      throw new Error(length < least ? 'Something is missing.' : 'That is a word too many.')
    return { values: parsed.values, words: parsed.positionals }
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\nmozaika ${name} ${usage}`.trimEnd())
  }
}
