import { z } from 'zod'
import { first, sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'
import type { Letter } from '../door/act.ts'
import { language } from '../text/schema.ts'
import { findAccountId } from './account-store.server.ts'
import { sealClaim } from './guest-cookie.ts'
import { isLocalPath, newAddressLink, newPasswordLink, signInLink } from './links.ts'

/** What the asker of a letter wants in it. */
export interface LetterWish {
  readonly language: string
  /** Where to go on afterwards: a path of ours. */
  readonly next?: string | null
  /** The guest whose contributions the link claims as well; proven by the asker's cookie. */
  readonly claimFor?: string | null
}

/** More letters than this to one mailbox within an hour would be somebody's mischief. */
const mostLettersAnHour = 8

const claimLastsMs = 30 * 60_000

interface SenderParts {
  readonly database: Db
  readonly origin: string
  readonly guestKey: Buffer
  send(letter: Letter): Promise<void>
}

/** Writes the letters that signing in needs. */
export function letterSender({ database, origin, guestKey, send }: SenderParts) {
  return {
    async sendLink(email: string, token: string, header: string | null): Promise<void> {
      const wish = parseWish(header)
      const [isKnown, recent] = [await findAccountId(database, email), await countRecent(database, email)]
      if (recent >= mostLettersAnHour) return
      const claim = wish.claimFor
        ? sealClaim(guestKey, wish.claimFor, new Date(Date.now() + claimLastsMs))
        : null
      const template = claim ? 'claim' : isKnown ? 'sign-in' : 'confirm-email'
      const link = signInLink(origin, wish.language, token, { next: wish.next, claim })
      await send({ to: email, language: wish.language, template, facts: { link, minutes: 30 } })
    },

    async sendReset(accountId: string, email: string, token: string, header: string | null): Promise<void> {
      const wish = parseWish(header)
      if ((await countRecent(database, email)) >= mostLettersAnHour) return
      const spoken = (await languageOf(database, accountId)) ?? wish.language
      const link = newPasswordLink(origin, spoken, token)
      await send({ to: email, language: spoken, template: 'new-password', facts: { link, minutes: 60 } })
    },

    /** To the new address of an account, which is not its address yet. */
    async sendAddress(accountId: string, email: string, token: string, header: string | null): Promise<void> {
      const wish = parseWish(header)
      if ((await countRecent(database, email)) >= mostLettersAnHour) return
      const spoken = (await languageOf(database, accountId)) ?? wish.language
      const link = newAddressLink(origin, spoken, token)
      await send({ to: email, language: spoken, template: 'new-address', facts: { link, minutes: 60 } })
    },

    /** To the address that an account had until now. */
    async sendMoved(accountId: string, old: string): Promise<void> {
      const spoken = (await languageOf(database, accountId)) ?? 'en'
      const link = `${origin}/${spoken}/imprint`
      await send({ to: old, language: spoken, template: 'address-changed', facts: { link } })
    }
  }
}

const wishSchema = z.object({
  language: language.catch('en'),
  next: z.string().refine(isLocalPath).nullish().catch(null),
  claimFor: z.uuid().nullish().catch(null)
})

function parseWish(header: string | null): z.output<typeof wishSchema> {
  return wishSchema.parse(header ? JSON.parse(decodeURIComponent(header)) : {})
}

async function countRecent(db: Db, email: string): Promise<number> {
  const row = await first<{ letters: number }>(
    db,
    sql`
    select count(*) as letters from mails
    where lower(recipient) = ${email.toLowerCase()} and made_at > now() - interval '1 hour'`
  )
  return row!.letters
}

async function languageOf(db: Db, accountId: string): Promise<string | null> {
  const row = await first<{ language: string | null }>(
    db,
    sql`select language from people where person_id = ${accountId}::uuid`
  )
  return row?.language ?? null
}
