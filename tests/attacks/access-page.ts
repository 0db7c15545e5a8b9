import { format, resolveConfig } from 'prettier'
import { acts } from '../../src/core/acts.ts'
import { views } from '../../src/core/views.ts'
import { readAccess } from './access-table.ts'
import type { Cell, Kind, Row } from './access-table.ts'

const opening = `# Who may do what

Everything that changes something is an act, everything that is read is a view, and each says itself who may. This page is
\`tests/attacks/access.csv\` in words; a test knocks at every act and view as everybody named here, and compares.

Not said again in the tables:

- **Everybody** includes guests without an account. **Everybody known** are guests from their first contribution on (a signed
  cookie remembers them) and all who are signed in. A step may ask for more: where its rules say that guests may not
  contribute or respond, they may not.
- **Own**: on what is theirs; what is somebody else's is refused to them.
- Roles hold in an organisation, or in one of its calls and nowhere else. An owner of another organisation and a former owner
  are like anybody signed in.
- A draft is not there for anybody without a role: it cannot be told from a call that never was.
- Who was erased sees, while a session is still about, what a guest sees, and does nothing any more.
- A person's **token** does what its person may, within its scopes; an organisation's token does what an analyst (\`read\`), a
  moderator (\`moderate\`) or an organiser (\`organise\`) may, within its organisation. \`contribute\` needs a person.
- The **operator** has a shell on the server; **our jobs** run in it.
`

/** The page for readers; run \`node scripts/access.ts\` to write it. */
export async function accessPage(rows: readonly Row[] = readAccess()): Promise<string> {
  const nouns = Map.groupBy(rows, row => row.name.split('.')[0]!)
  const tables = [...nouns].map(([noun, own]) => `## ${noun}\n\n${table(own)}`)
  const config = await resolveConfig(import.meta.filename)
  return format(`${opening}\n${tables.join('\n')}`, { ...config, parser: 'markdown' })
}

function table(rows: readonly Row[]): string {
  const lines = rows.map(row => `| ${[what(row), people(row), programs(row)].join(' | ')} |\n`)
  return `| What | People | Programs |\n| --- | --- | --- |\n${lines.join('')}`
}

function what({ name, situation }: Row): string {
  const title = (acts.get(name) ?? views.get(name))?.title ?? ''
  const sentence = title.replaceAll('|', '\\|')
  return `${sentence}${situation ? ` – *${situation}*` : ''} \`${name}\``
}

const roles = ['juror', 'analyst', 'moderator', 'organiser', 'owner'] as const
const signedIn = ['signed-in', 'contributor', 'former-owner', 'owner-elsewhere', ...roles] as const
const known = ['guest-author', ...signedIn] as const
const words: Partial<Record<Kind, string>> = { 'owner-elsewhere': 'owner of any organisation' }

function people({ cells }: Row): string {
  const may = groupOf(kind => cells[kind] === 'yes')
  const mayOwn = groupOf(kind => cells[kind] === 'own')
  return [may, mayOwn && `own: ${mayOwn}`].filter(Boolean).join('; ') || '–'
}

/** A set of kinds of people in few words. */
function groupOf(is: (kind: Kind) => boolean): string {
  if (is('guest') && known.every(is)) return 'everybody'
  if (known.every(is)) return 'everybody known'
  if (signedIn.every(is)) return 'everybody signed in'
  const left = known.filter(is)
  // Whoever may as the owner of another organisation may as the owner of this one.
  const shown = left.filter(kind => !(kind === 'owner' && left.includes('owner-elsewhere')))
  const isRest = signedIn.filter(kind => !roles.includes(kind as never)).every(is)
  return isRest
    ? `everybody${is('guest-author') ? ' known' : ' signed in'} but ${roles.filter(role => !is(role)).join(', ')}`
    : shown.map(kind => words[kind] ?? kind).join(', ')
}

const scopesOf = (prefix: 'token-person' | 'token-org', cells: Row['cells'], wanted: Cell): string[] =>
  (Object.keys(cells) as Kind[])
    .filter(kind => kind.startsWith(`${prefix}-`) && cells[kind] === wanted)
    .map(kind => `\`${kind.slice(prefix.length + 1)}\``)

function programs({ cells }: Row): string {
  const tokens = (prefix: 'token-person' | 'token-org', whose: string) =>
    (['yes', 'own'] as const).flatMap(wanted => {
      const scopes = scopesOf(prefix, cells, wanted)
      return scopes.length > 0
        ? [`${whose} token ${scopes.join(', ')}${wanted === 'own' ? ' (own)' : ''}`]
        : []
    })
  return (
    [
      ...tokens('token-person', 'person’s'),
      ...tokens('token-org', 'organisation’s'),
      ...(cells.operator === 'yes' ? ['operator'] : []),
      ...(cells.system === 'yes' ? ['our jobs'] : [])
    ].join('; ') || '–'
  )
}
