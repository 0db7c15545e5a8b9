import { inputSchema } from '../api/input-schema.ts'
import type { AnyAct, AnyView } from '../core/door/act.ts'
import type { Io } from './command.ts'
import { asTable } from './table.ts'
import { readVerb } from './verb-input.ts'

/** Does an act or shows a view, as the operator. */
export async function runVerb(
  definition: AnyAct | AnyView,
  args: readonly string[],
  io: Io
): Promise<number> {
  const wish = await readVerb(definition, inputSchema(definition), args, io.readIn)
  const door = await io.door()
  const answer = await door.pass(definition.name, wish.input, wish.key)
  const output = wish.output ?? (io.isInteractive ? 'table' : 'json')
  io.out(output === 'json' ? JSON.stringify(answer, null, 2) : asTable(answer, io.columns))
  return 0
}
