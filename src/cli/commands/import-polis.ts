import { refusalSentence } from '../../api/sentences.ts'
import { compareWithSource } from '../../core/exchange/import/compare-with-source.server.ts'
import type { SourceComparison } from '../../core/exchange/import/compare-with-source.server.ts'
import { importConversation } from '../../core/exchange/import/import-conversation.server.ts'
import { readPolis } from '../../core/exchange/import/read-polis.server.ts'
import { findOrganisationBySlug, listOrganisations } from '../../core/organisation/store.server.ts'
import { slugOf } from '../../core/organisation/slug.ts'
import { callFields } from '../../core/call/input.ts'
import type { App } from '../../app.ts'
import { UsageError } from '../command.ts'
import type { Command, Io } from '../command.ts'
import { tellingSource } from '../telling-source.ts'
import { parseFlags } from '../parse-flags.ts'
import { asOperator } from '../refused.ts'

export const importPolis: Command = {
  name: 'import polis',
  usage:
    'FOLDER [--organisation SLUG] [--slug SLUG] [--language CODE] [--time-zone ZONE] [--licence NAME] [--attribution TEXT]',
  help: `Make a call from an export of Polis, by the same acts as any other call.

FOLDER holds summary.csv, comments.csv and participants-votes.csv (which may be packed: .csv.gz). Statements become ideas by
their authors, agreements become supports, and what the moderators rejected is hidden. The call is opened, filled, closed in
public and counted; then the ranking is compared with the votes, and what the export says differently of itself is listed.
  --organisation  whose call it becomes; can be left out where there is one organisation
  --slug          the last part of its address; made from the topic unless said
  --attribution   whom the data is from, shown beside the call; by default that of the open data of Polis
Try it: mozaika import polis examples/bowling-green`,
  run: async (args, io) => {
    const options = {
      organisation: { type: 'string' },
      slug: { type: 'string' },
      language: { type: 'string', default: 'en' },
      'time-zone': { type: 'string' },
      licence: { type: 'string', default: 'CC-BY-4.0' },
      attribution: { type: 'string', default: openData }
    } as const
    const { values, words } = parseFlags(importPolis, args, options, [1, 1])
    return tellingSource(io, () =>
      asOperator(async () => {
        const begun = Date.now()
        const conversation = await readPolis(words[0]!)
        const app = await io.app()
        const organisation = await findOrganisation(app, values.organisation)
        const target = {
          organisationId: organisation.organisationId,
          slug: values.slug ?? slugOf(conversation.topic, 60),
          language: oneOf('language', values.language, callFields.shape.language.options),
          timeZone: values['time-zone'] ?? organisation.timeZone,
          licence: oneOf('licence', values.licence, callFields.shape.licence.options),
          attribution: values.attribution
        }
        const imported = await importConversation(
          app,
          { kind: 'operator', name: io.env['USER'] ?? 'operator', personId: null },
          conversation,
          target
        )
        const compared = await compareWithSource(app.database, imported, conversation)
        const authors = new Set(conversation.statements.map(one => one.author)).size
        io.out(`${app.config.origin}/${target.language}/calls/${imported.slug}`)
        io.out(
          `${conversation.statements.length} statements by ${authors} authors, and the agreements of ${conversation.people.length} people, in ${((Date.now() - begun) / 1_000).toFixed(1)} s.`
        )
        io.out(`Published as ${target.licence}: ${target.attribution}`)
        report(compared, io)
        return compared.unequal.length === 0 ? 0 : 1
      })
    )
  }
}

const openData =
  'Data was gathered using the Polis software (compdemocracy.org/polis) and is sub-licensed under CC BY 4.0 with Attribution to The Computational Democracy Project'

async function findOrganisation({ database }: App, slug: string | undefined) {
  if (slug !== undefined) {
    const found = await findOrganisationBySlug(database, slug)
    if (!found) throw new UsageError(`${refusalSentence('not-found')} No organisation is called ${slug}.`)
    return found
  }
  const all = await listOrganisations(database, null, 50)
  if (all.length === 1) return all[0]!
  throw new UsageError(
    `Whose call will it be? Say --organisation with one of: ${all.map(one => one.slug).join(', ') || '(there is none yet)'}`
  )
}

function oneOf<T extends string>(flag: string, value: string, choices: readonly T[]): T {
  if ((choices as readonly string[]).includes(value)) return value as T
  throw new UsageError(`--${flag} is one of: ${choices.join(', ')}`)
}

function report({ agrees, supports, unequal, summaryDiffers }: SourceComparison, io: Io): void {
  io.out('')
  io.out(
    `Agreements counted from the votes  ${agrees.all}: ${agrees.onPublished} on statements shown, ${agrees.onHidden} on statements hidden`
  )
  io.out(
    `Supports counted here              ${supports.inResult + supports.onHidden}: ${supports.inResult} in the result, ${supports.onHidden} on contributions hidden`
  )
  if (unequal.length === 0) io.out('✓ The ranking equals a recount of the votes, to the unit.')
  for (const { id, votes, here } of unequal) io.out(`✗ statement ${id}: ${votes} in the votes, ${here} here`)
  if (summaryDiffers.length === 0) return
  const sum = summaryDiffers.reduce((total, one) => total + one.summary - one.votes, 0)
  io.out('')
  io.out(
    `comments.csv differs from the votes on ${summaryDiffers.length} statements (by ${sum > 0 ? '+' : ''}${sum} in all); the votes were taken:`
  )
  for (const { id, votes, summary } of summaryDiffers)
    io.out(`  statement ${id}: ${summary} in comments.csv, ${votes} in the votes`)
}
