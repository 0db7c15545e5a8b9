import { z } from 'zod'
import { sql } from '../../db/sql.server.ts'
import { defineAct } from '../door/act.ts'
import { invalid } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'

/** What a draft is of, in the page's own words: `call:…:step:…`, `edit:…`. */
export const draftPlace = z
  .string()
  .max(120)
  .regex(/^[a-z0-9][a-z0-9:._-]*$/)

const mostDrafts = 50
const mostCharacters = 40_000

/** A person, or a guest: who writes keeps what is written. */
export const mayKeepDrafts = (who: Who): boolean =>
  who.kind === 'guest' || who.kind === 'person' || (who.kind === 'token' && who.personId !== null)

export const keepDraft = defineAct({
  name: 'draft.keep',
  title: 'Keep what you are writing, to go on with it on another device or day',
  http: 'PUT /me/drafts/{place}',
  scope: 'contribute',
  perMinute: 120,
  input: z.strictObject({ place: draftPlace, body: z.record(z.string().max(80), z.json()) }),
  load: async () => null,
  may: mayKeepDrafts,
  run: async (work, _, { place, body }, who) => {
    const text = JSON.stringify(body)
    if (text.length > mostCharacters) throw invalid('body', 'too-long', { most: mostCharacters })
    if (!isStorable(body)) throw invalid('body', 'control-characters')
    await work.tx.query(sql`
      insert into drafts (person_id, place, body, kept_at)
      values (${who.personId}, ${place}, ${text}, ${work.tx.now})
      on conflict (person_id, place) do update set body = excluded.body, kept_at = excluded.kept_at`)
    await work.tx.query(sql`
      delete from drafts where person_id = ${who.personId} and place in (
        select place from drafts where person_id = ${who.personId} order by kept_at desc offset ${mostDrafts})`)
    return { place, keptAt: work.tx.now.toISOString() }
  },
  lines: () => []
})

export const dropDraft = defineAct({
  name: 'draft.drop',
  title: 'Throw a draft away',
  http: 'DELETE /me/drafts/{place}',
  scope: 'contribute',
  perMinute: 120,
  identifies: false,
  input: z.strictObject({ place: draftPlace }),
  load: async () => null,
  may: who => mayKeepDrafts(who) && who.personId !== null,
  run: async (work, _, { place }, who) => {
    await work.tx.query(sql`delete from drafts where person_id = ${who.personId} and place = ${place}`)
    return { place }
  },
  lines: () => []
})

/** PostgreSQL keeps neither the zero character nor half a surrogate pair. */
function isStorable(value: z.core.util.JSONType): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0')
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, part]) => isStorable(key) && isStorable(part))
}
