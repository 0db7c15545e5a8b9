import { z } from 'zod'
import { byOrganisers, loadCall } from '../answer/load.server.ts'
import { defineView } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import type { Db } from '../../db/sql.server.ts'
import type { Who } from '../door/who.ts'
import { isInside } from './audience.server.ts'
import { countEntries } from './entries.server.ts'
import { loadGroup } from './load.server.ts'

const named = z.strictObject({ callId: z.uuid() })

export const findAudience = defineView({
  name: 'audience.find',
  title: 'Who is asked by a call, whether you are, and how to get in',
  http: 'GET /calls/{callId}/audience',
  scope: 'read',
  input: named,
  load: async (db, input, who) => ({ ...(await loadCall(db, input, who)), who }),
  may: () => true,
  run: async (look, { call, who }) => {
    const rule = call.audienceRule
    return {
      asked: rule?.kind ?? ('everybody' as const),
      inside: await isInside(look.db, call, who),
      group: rule?.kind === 'group' ? await knownGroup(look.db, rule.groupId, who) : null,
      domains: rule?.kind === 'domain' ? rule.domains : [],
      hint: rule?.kind === 'verified' ? rule.hint : null
    }
  }
})

/** A group that hides is not named to whoever must not know of it. */
async function knownGroup(db: Db, groupId: string, who: Who) {
  try {
    const { group, membership } = await loadGroup(db, { groupId }, who)
    return { groupId, name: group.name, joining: group.joining, state: membership?.state ?? null }
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

export const audienceDesk = defineView({
  name: 'audience.desk',
  title: 'How many are on the list of a call, and how many of its entries were used',
  http: 'GET /calls/{callId}/audience/entries',
  scope: 'organise',
  input: named,
  load: loadCall,
  may: byOrganisers,
  run: async (look, { call: { callId, audienceRule } }) => ({
    rule: audienceRule,
    ...(await countEntries(look.db, callId))
  })
})
