import { fillDemo } from '../../core/exchange/demo/fill-demo.server.ts'
import { seedCall } from '../../core/exchange/seed/seed-call.server.ts'
import type { Who } from '../../core/door/who.ts'
import { createOrganisation } from '../../core/organisation/acts.ts'
import type { App } from '../../app.ts'
import { UsageError } from '../command.ts'
import type { Command, Io } from '../command.ts'
import { parseFlags } from '../parse-flags.ts'
import { asOperator } from '../refused.ts'

export const seed: Command = {
  name: 'seed',
  usage: 'demo | --ideas N --supports N [--slug SLUG]',
  help: `Fill the installation with something to look at, or to measure with.

  demo        three calls to look around in; mozaika demo remove takes all of it away
  --ideas     an organisation and an open call with so many invented ideas (at most 1,000,000)
  --supports  and so many supports of them, few ideas being liked by many
  --slug      the address of that call; "seeded" unless said
Invented ideas come in by the acts contribution.import and response.import, hundreds at a time: with versions, search, ledger
lines and totals, as any others.`,
  run: async (args, io) => {
    const options = {
      ideas: { type: 'string' },
      supports: { type: 'string' },
      slug: { type: 'string', default: 'seeded' }
    } as const
    const { values, words } = parseFlags(seed, args, options, [0, 1])
    const isDemo = words[0] === 'demo' && values.ideas === undefined
    if (!isDemo && (words.length > 0 || values.ideas === undefined))
      throw new UsageError(`mozaika seed ${seed.usage}`)
    const ideas = isDemo ? 0 : readCount('ideas', values.ideas)
    const supports = isDemo ? 0 : readCount('supports', values.supports ?? '0')
    return asOperator(async () => {
      const app = await io.app()
      const begun = Date.now()
      if (isDemo) await seedDemo(app, io)
      else await seedInvented(app, io, { ideas, supports, slug: values.slug })
      io.out(`Done in ${((Date.now() - begun) / 1_000).toFixed(1)} s.`)
      return 0
    })
  }
}

const most = 1_000_000

function readCount(flag: string, text: string | undefined): number {
  const count = Number((text ?? '').replaceAll(/[_,]/g, ''))
  if (Number.isInteger(count) && count >= 0 && count <= most) return count
  throw new UsageError(`--${flag} is a whole number up to ${most}.`)
}

async function seedDemo(app: App, io: Io): Promise<void> {
  const { result } = (await (await io.door()).pass('demo.show', {})) as { result: { state: string } }
  const isMine = await fillDemo(app)
  io.out(
    isMine
      ? 'The demo is shown.'
      : result.state === 'shown'
        ? 'The demo is shown already.'
        : 'The server that runs here is filling it.'
  )
}

async function seedInvented(
  app: App,
  io: Io,
  wish: { ideas: number; supports: number; slug: string }
): Promise<void> {
  const who: Who = { kind: 'operator', name: io.env['USER'] ?? 'operator', personId: null }
  const organisation = {
    name: 'Town of Seed',
    kind: 'public' as const,
    languages: ['en' as const, 'uk' as const],
    timeZone: 'Europe/Kyiv'
  }
  const { result } = await app.perform(createOrganisation, who, { organisation })
  const report = ({ what, count }: { what: string; count: number }) => {
    if (io.isInteractive && count % 10_000 === 0) io.err(`${what}: ${count}`)
  }
  await seedCall(app, who, { ...wish, organisationId: result.organisationId, report })
  io.out(`${app.config.origin}/en/calls/${wish.slug}: ${wish.ideas} ideas, ${wish.supports} supports.`)
}
