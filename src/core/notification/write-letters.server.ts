import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import type { Tx } from '../../db/sql.server.ts'
import type { Letter } from '../door/act.ts'
import { letterKeys, takeLettersDue } from './store.server.ts'
import type { Notification } from './store.server.ts'

/** What a letter says of one piece of news; its words are chosen when it is sent. */
export type NewsItem = Pick<Notification, 'event' | 'because' | 'facts' | 'title' | 'concerns'> & {
  readonly question: string
  readonly organisation: string
  readonly link: string
}

interface Reader {
  person_id: string
  email: string
  language: string | null
}

/** More than so many pieces of news are said by number; all of them stand on the page. */
const mostItems = 30

/**
 * Writes the letters that are due: one a person, whatever happened in how many calls. What a letter tells is taken in the
 * transaction that keeps it, so a crash neither loses nor doubles one. The cost is that of people who have news: nobody
 * else is looked at. Gives how many letters were written.
 */
export async function writeLetters(
  database: Database,
  keep: (tx: Tx, letters: readonly Letter[]) => Promise<void>,
  origin: string
): Promise<number> {
  for (let written = 0; ;) {
    const letters = await database.transaction(async tx => {
      const readers = await takeReaders(tx)
      if (readers.length === 0) return null
      const ids = readers.map(reader => reader.person_id)
      const told = await takeLettersDue(tx, ids)
      const keys = await letterKeys(tx, ids)
      const made = readers.flatMap(reader => {
        const news = told.get(reader.person_id) ?? []
        return news.length > 0 ? [letterOf(reader, news, keys.get(reader.person_id)!, origin)] : []
      })
      await keep(tx, made)
      return made.length
    })
    if (letters === null) return written
    written += letters
  }
}

/** People with letters due, a hundred at a time; their rows are taken, so that two processes write no two letters to one. */
function takeReaders(tx: Tx): Promise<Reader[]> {
  return tx.query<Reader>(sql`
    select p.person_id, p.email, p.language from people p
    where p.person_id in (
        select n.person_id from notifications n join people r on r.person_id = n.person_id and r.email is not null
        where n.letter_due_at <= ${tx.now} order by n.letter_due_at limit 1000)
    order by p.person_id limit 100 for update skip locked`)
}

function letterOf(reader: Reader, news: readonly Notification[], key: string, origin: string): Letter {
  const calls = new Set(news.map(one => one.call.callId))
  // With news of one call the click stops that call alone.
  const only = calls.size === 1 ? `&call=${[...calls][0]}` : ''
  const which = `letters?person=${reader.person_id}&key=${key}${only}`
  return {
    to: reader.email,
    language: reader.language ?? 'en',
    template: 'news',
    facts: {
      count: news.length,
      calls: calls.size,
      items: news.slice(0, mostItems).map(one => itemOf(one, origin)),
      all: `${origin}/me/news`,
      stop: `${origin}/${which}`
    },
    unsubscribe: `${origin}/api/${which}`
  }
}

const itemOf = (
  { event, because, facts, title, concerns, call, organisation, address }: Notification,
  origin: string
) => ({
  event,
  because,
  facts: { ...facts },
  title,
  concerns,
  question: call.question,
  organisation,
  link: `${origin}${address}`
})
