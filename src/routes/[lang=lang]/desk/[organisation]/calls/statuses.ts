import { answerStatuses } from '#lib/core/answer/rules.ts'
import type { OwnStatus } from '#lib/core/answer/rules.ts'
import type { Problem } from '#lib/core/door/refusal.ts'
import { textOf, textsOf } from '#lib/routes/form.ts'

const longest = 40

/**
 * The call's own names of statuses, one a line for each class. A name that was there keeps its id, so that answers given
 * under it stay under it.
 */
export function readStatuses(form: FormData, problems: Problem[]): OwnStatus[] {
  const known = new Map(
    textsOf(form, 'statusIds').map(text => {
      const [status, id, ...name] = text.split(' ')
      return [`${status} ${name.join(' ')}`, id!]
    })
  )
  const taken = new Set(known.values())
  return answerStatuses.flatMap(status =>
    linesOf(textOf(form, `statuses.${status}`)).map(name => {
      if (name.length > longest)
        problems.push({ path: `statuses.${status}`, code: 'too-long', limits: { most: longest } })
      const id = known.get(`${status} ${name}`) ?? freeId(status, taken)
      taken.add(id)
      return { id, name, class: status }
    })
  )
}

const linesOf = (text = ''): string[] => [
  ...new Set(
    text
      .split('\n')
      .map(line => line.trim())
      .filter(Boolean)
  )
]

function freeId(status: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) if (!taken.has(`${status}-${n}`)) return `${status}-${n}`
}
