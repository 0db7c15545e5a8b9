import { problemSentence } from '../api/sentences.ts'
import type { FileProblem } from '../core/exchange/call-file/read-call-file.ts'
import type { SourceProblem } from '../core/exchange/import/source-error.ts'

type Limits = Readonly<Record<string, string | number>>

/** `call.yaml:12:3: steps.0.closesAt is not after the opening.` */
export const sayFileProblem = (file: string, problem: FileProblem): string =>
  `${file}:${problem.line}:${problem.column}: ${say({ ...problem, path: problem.path || 'The file' })}`

/** `ideas.csv, row 4, "Topic" is none of: Parks, Roads.` */
export function saySourceProblem({ file, row, field, code, limits }: SourceProblem): string {
  const place = [file, row === undefined ? '' : `row ${row}`].filter(Boolean).join(', ')
  const path = field === undefined ? '' : `"${field}"`
  const words = say({ path: path || place, code, ...(limits ? { limits } : {}) })
  return path ? `${place}, ${words}` : words
}

function say(problem: { path: string; code: string; limits?: Limits }): string {
  const { path, code, limits = {} } = problem
  const words = fileWords[code]?.(limits)
  return words === undefined ? problemSentence(problem) : `${path} ${words}.`
}

const seen = ({ value }: Limits) =>
  value === undefined || value === '' ? '' : ` (it says ${JSON.stringify(value)})`

/** What is said of files alone; the rest is said as of any input. */
const fileWords: Readonly<Record<string, (limits: Limits) => string | undefined>> = {
  'not-yaml': ({ reason }) => `is no YAML: ${String(reason).replace(/\.$/, '')}`,
  'repeated-key': () => 'has this key twice',
  'anchor-refused': () => 'has an anchor or an alias here, which are not taken: write the value again',
  'tag-refused': () => 'has a tag here, which is not taken',
  'not-a-time': limits =>
    `is no time${seen(limits)}: write 2030-05-01T09:00 as clocks show it, 2030-05-01T09:00+03:00, or a duration such as P3W`,
  'no-such-time': ({ next }) => `is a time that clocks jump over; the next one is ${next}`,
  'two-such-times': ({ first, second }) => `is a time that clocks show twice: write ${first} or ${second}`,
  'no-such-file': () => 'is not there',
  'no-such-column': ({ columns }) => `is no column; there are: ${columns}`,
  'not-csv': ({ reason }) => `is no CSV: ${String(reason).replace(/\.$/, '')}`,
  'not-unpackable': () => 'cannot be unpacked',
  'wrong-length': ({ has, expected }) => `has ${has} fields instead of ${expected}`,
  'not-a-whole-number': limits => `is no whole number${seen(limits)}`,
  'not-a-place': limits => `is no place such as "50.45, 30.52"${seen(limits)}`,
  'not-a-choice': ({ value, choices }) =>
    value === undefined || choices !== undefined ? undefined : `is none of the choices${seen({ value })}`,
  taken: ({ row }) => (row === undefined ? undefined : `stands in row ${row} already`)
}
