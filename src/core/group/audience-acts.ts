import { z } from 'zod'
import { byOrganisers, loadCall } from '../answer/load.server.ts'
import { listFrames } from '../call/store.server.ts'
import { defineAct } from '../door/act.ts'
import { invalid, Refusal } from '../door/refusal.ts'
import type { Problem } from '../door/refusal.ts'
import { isSignedIn } from '../door/who.ts'
import { joinOne } from '../participant/store.server.ts'
import { personIdOf } from '../contribution/open-step.server.ts'
import { email } from '../person/email.ts'
import { lineOfText } from '../text/schema.ts'
import { hashOfEntry } from './audience-rule.ts'
import type { AudienceRule } from './audience-rule.ts'
import { keepEntries, takeEntry } from './entries.server.ts'

export const importAudience = defineAct({
  name: 'audience.import',
  title:
    'Say who is asked: addresses for an invited list, salted hashes for a verified one, 10,000 at a time; ' +
    '`replace` takes away what is not among them, but for entries that were used',
  http: 'PUT /calls/{callId}/audience/entries',
  scope: 'organise',
  perMinute: 30,
  input: z.strictObject({
    callId: z.uuid(),
    entries: z.array(z.string().max(254)).max(10_000),
    replace: z.boolean().default(false)
  }),
  load: loadCall,
  may: byOrganisers,
  run: async (work, { call: { callId, audienceRule } }, { entries, replace }) => {
    if (audienceRule?.kind !== 'list' && audienceRule?.kind !== 'verified') throw new Refusal('no-list')
    return keepEntries(work.tx, callId, hashesOf(callId, audienceRule, entries), replace)
  },
  // How many are asked is public once the call is; who is not.
  lines: ({ call }, _, { added, removed, entries }) =>
    call.openedAt
      ? [
          {
            log: call.callId,
            effect: 'note',
            subject: { kind: 'call', id: call.callId },
            counted: { added, removed, entries }
          }
        ]
      : []
})

/** Each line as a hash; all that are no address, or no hash, are named at once (the first twenty). */
function hashesOf(callId: string, rule: AudienceRule, entries: readonly string[]): Buffer[] {
  const problems: Problem[] = []
  const hashes: Buffer[] = []
  for (const [n, entry] of entries.entries()) {
    const hash = rule.kind === 'list' ? hashOfAddress(callId, entry) : hashFrom(entry)
    if (hash) hashes.push(hash)
    else problems.push({ path: `entries.${n}`, code: rule.kind === 'list' ? 'not-email' : 'not-a-hash' })
  }
  if (problems.length > 0) throw new Refusal('invalid', { problems: problems.slice(0, 20) })
  return hashes
}

/** The salt of an invited list is the id of its call: an address on two lists stands there as two hashes. */
function hashOfAddress(callId: string, text: string): Buffer | null {
  const address = email.safeParse(text)
  return address.success ? hashOfEntry(callId, address.data) : null
}

const hashFrom = (text: string): Buffer | null =>
  /^[0-9a-f]{64}$/i.test(text.trim()) ? Buffer.from(text.trim(), 'hex') : null

export const enterAudience = defineAct({
  name: 'audience.enter',
  title: 'Show that you are on the verified list of a call; each entry admits one',
  http: 'POST /calls/{callId}/audience/entry',
  scope: 'contribute',
  // Numbers can be guessed: few tries.
  perMinute: 5,
  input: z.strictObject({ callId: z.uuid(), entry: lineOfText(200) }),
  load: async (tx, { callId }) => {
    const call = (await listFrames(tx, [callId])).get(callId)
    if (!call?.openedAt) throw new Refusal('not-found')
    return call
  },
  may: who => who.kind === 'guest' || who.personId !== null,
  run: async (work, call, { entry }, who) => {
    const { callId, audienceRule } = call
    if (audienceRule?.kind !== 'verified') throw new Refusal('no-list')
    if (call.concludedAt || call.cancelledAt) throw new Refusal('closed')
    const participant = await joinOne(work.tx, {
      callId,
      personId: personIdOf(who),
      channel: work.channel,
      confirmed: isSignedIn(who)
    })
    const participantId = participant.linkedTo ?? participant.participantId
    const taken = await takeEntry(work.tx, callId, hashOfEntry(audienceRule.salt, entry), participantId)
    if (taken === 'unknown') throw invalid('entry', 'not-on-the-list')
    if (taken === 'used') throw invalid('entry', 'entry-used')
    return { callId }
  },
  // Who used which entry is nobody's business.
  lines: () => []
})
