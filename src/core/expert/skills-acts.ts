import { z } from 'zod'
import { sql } from '../../db/sql.server.ts'
import { defineAct } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import { isSignedIn } from '../door/who.ts'
import { lockPerson } from '../person/store.server.ts'
import { lineOfText } from '../text/schema.ts'
import { mostSkills, tidySkills } from './rules.ts'

export const declareSkills = defineAct({
  name: 'expert.declare-skills',
  title: 'Say what you are good at; organisers find it if your profile lets them',
  http: 'PUT /me/skills',
  scope: 'contribute',
  identifies: false,
  input: z.strictObject({ skills: z.array(lineOfText(60, 2)).max(mostSkills) }),
  load: async (tx, _, who) => {
    const person = who.personId && isSignedIn(who) ? await lockPerson(tx, who.personId) : undefined
    if (!person) throw new Refusal('not-signed-in')
    return person
  },
  may: (who, { personId }) => who.personId === personId,
  run: async (work, { personId }, input) => {
    const skills = tidySkills(input.skills)
    await work.tx.query(sql`delete from skills where person_id = ${personId}`)
    await work.tx.query(sql`
      insert into skills (person_id, skill) select ${personId}::uuid, s from unnest(${skills}::text[]) as s`)
    return { skills }
  },
  lines: () => []
})
