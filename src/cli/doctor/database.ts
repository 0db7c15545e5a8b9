import { findLag } from '../../core/ledger/lag.server.ts'
import { clockSkewMs } from '../../db/clock.server.ts'
import { coreMigrations } from '../../db/migrate.server.ts'
import type { Store } from '../../db/open.server.ts'
import { listPending } from '../../db/pending.server.ts'
import { thought, well, wrong } from './check.ts'
import type { Finding } from './check.ts'

/** A line is under a signed checkpoint within 5 s of its commit, so an older one means that nobody places them. */
const longestLagSeconds = 5
const largestSkewMs = 2_000

/** Whether the database answers, can hold and search our texts, is of this version, and has a record that is kept up. */
export async function checkDatabase(
  open: () => Promise<Store>,
  isServerRunning: boolean
): Promise<Finding[]> {
  let store: Store
  try {
    // Opening looks at the version, the encoding and the trigrams of Cyrillic text.
    store = await open()
  } catch (error) {
    const hint =
      'hint' in (error as object)
        ? String((error as { hint: unknown }).hint)
        : 'Look at DATABASE_URL, and whether the database runs and lets this machine in.'
    return [wrong(`The database cannot be used: ${(error as Error).message}`, hint)]
  }
  const name = store.embedded ? 'The embedded database' : 'The database'
  const pending = await listPending(store.database, [coreMigrations])
  return [
    well(`${name} answers, is recent enough, and finds words in every script.`),
    pending.length === 0
      ? well('The database is of this version.')
      : wrong(
          `The database lacks ${pending.length} migrations: ${pending.join(', ')}.`,
          'Run `mozaika migrate`, or start the server, which does it too.'
        ),
    await checkClock(store),
    ...(pending.length === 0 ? [await checkLedger(store, isServerRunning)] : [])
  ]
}

async function checkClock({ database }: Store): Promise<Finding> {
  const skew = await clockSkewMs(database)
  if (Math.abs(skew) <= largestSkewMs) return well("This machine's clock and the database's agree.")
  return wrong(
    `The database's clock is ${(Math.abs(skew) / 1000).toFixed(1)} s ${skew > 0 ? 'ahead of' : 'behind'} this machine's.`,
    "Steps close by the database's clock: set both by NTP."
  )
}

async function checkLedger({ database }: Store, isServerRunning: boolean): Promise<Finding> {
  const { lines, seconds } = await findLag(database)
  if (lines === 0 || seconds <= longestLagSeconds)
    return well('Every line of the public record has its place.')
  const text = `${lines} lines wait for their place in the public record, the oldest for ${Math.round(seconds)} s.`
  return isServerRunning
    ? wrong(
        text,
        'Nobody places them: one process with ROLE=sequencer, or without ROLE, must run. Its log says why it does not.'
      )
    : thought(text, 'They get it once the server runs again.')
}
