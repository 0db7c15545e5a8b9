import { readFileSync } from 'node:fs'

/** Who may knock, in the order of the columns of `access.csv`; the README beside it says who each of them is. */
export const kinds = [
  'guest',
  'guest-author',
  'signed-in',
  'contributor',
  'juror',
  'analyst',
  'moderator',
  'organiser',
  'owner',
  'owner-elsewhere',
  'former-owner',
  'erased',
  'token-person-read',
  'token-person-contribute',
  'token-org-read',
  'token-org-contribute',
  'token-org-moderate',
  'token-org-organise',
  'operator',
  'system'
] as const
export type Kind = (typeof kinds)[number]

/** `own`: only what is theirs. */
export const cells = ['yes', 'no', 'own'] as const
export type Cell = (typeof cells)[number]

export interface Row {
  /** Of an act or a view. */
  readonly name: string
  /** Which of several situations; empty where there is one. */
  readonly situation: string
  readonly cells: Readonly<Record<Kind, Cell>>
}

const file = new URL('access.csv', import.meta.url)

/** The rows of `access.csv`; throws with the line and the cell that is missing or says something else. */
export function readAccess(text = readFileSync(file, 'utf8')): Row[] {
  const [head, ...lines] = text.trimEnd().split('\n')
  const columns = ['name', 'case', ...kinds].join(',')
  if (head !== columns) throw new Error(`access.csv must begin with the line\n${columns}`)
  return lines.map((line, n) => {
    const [name = '', situation = '', ...values] = line.split(',')
    const wrong = kinds.findIndex((_, at) => !cells.includes(values[at] as Cell))
    if (wrong >= 0 || values.length !== kinds.length) {
      const cell = wrong >= 0 ? `${kinds[wrong]} is "${values[wrong] ?? ''}"` : 'there are too many cells'
      throw new Error(
        `access.csv, line ${n + 2} (${titleOf({ name, situation })}): ${cell}; write yes, no or own`
      )
    }
    const named = Object.fromEntries(kinds.map((kind, at) => [kind, values[at] as Cell]))
    return { name, situation, cells: named as Record<Kind, Cell> }
  })
}

/** A row's name in messages and in the list of attempts. */
export const titleOf = ({ name, situation }: Pick<Row, 'name' | 'situation'>): string =>
  situation ? `${name}, ${situation}` : name
