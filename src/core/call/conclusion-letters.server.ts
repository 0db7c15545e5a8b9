import { sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'
import type { Letter } from '../door/act.ts'
import type { Call } from './rules.ts'

/**
 * Letters that a call is concluded: one for each person who took part, as a guest claimed since too, who has an address
 * and wants to hear how calls end.
 */
export async function conclusionLetters(
  db: Db,
  origin: string,
  { callId, slug, question, language }: Call
): Promise<Letter[]> {
  const people = await db.query<{ email: string; language: string | null; organisation: string }>(sql`
    select distinct p.email, p.language, o.name as organisation
    from participants t
    left join guest_claims g on g.guest_id = t.person_id
    join people p on p.person_id = coalesce(g.person_id, t.person_id)
    join calls c on c.call_id = t.call_id join organisations o using (organisation_id)
    where t.call_id = ${callId} and t.erased_at is null and p.erased_at is null
      and p.email is not null and p.hears_results
      and not exists (select 1 from hearings h where h.person_id = p.person_id and h.pace = 'never'
        and h.call_id in (${callId}, '00000000-0000-0000-0000-000000000000'))`)
  return people.map(person => ({
    to: person.email,
    language: person.language ?? language,
    template: 'call-concluded',
    facts: { question, organisation: person.organisation, link: `${origin}/calls/${slug}/result` }
  }))
}
