import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import { listFrames } from '../call/store.server.ts'
import type { Methods } from '../door/act.ts'
import { announce } from '../notification/announce.server.ts'
import { answerableSteps } from './load.server.ts'
import { countUnanswered } from './meter.server.ts'

/**
 * Which reminder is due so many days before the promised one: two weeks and three days ahead, on the day, and each week
 * after it; null where none is.
 *
 * @example reminderAt(-15) // 'late-2'
 */
export function reminderAt(days: number): string | null {
  if (days > 14) return null
  if (days > 3) return 'before-14'
  if (days > 0) return 'before-3'
  const weeks = Math.floor(-days / 7)
  return weeks === 0 ? 'on-the-day' : `late-${weeks}`
}

/**
 * Reminds the organisers of calls whose promised day comes near or has passed while contributions wait: each reminder once,
 * whatever crashes, since its row and the news commit together. One that was missed is not made up for. Gives how many.
 */
export async function remindOfAnswers(database: Database, methods: Methods): Promise<number> {
  const calls = await database.query<{ call_id: string; days: number }>(sql`
    select call_id, answer_on - (now() at time zone time_zone)::date as days from calls c
    where answer_on < now()::date + 16 and not is_demo
      and exists (select 1 from rules r where r.call_id = c.call_id)
      and not exists (select 1 from conclusions e where e.call_id = c.call_id)
      and not exists (select 1 from cancellations x where x.call_id = c.call_id)
    order by call_id limit 10000`)
  let reminded = 0
  for (const { call_id: callId, days } of calls) {
    const reminder = reminderAt(days)
    if (reminder && (await remindOnce(database, methods, callId, reminder, days))) reminded += 1
  }
  return reminded
}

async function remindOnce(
  database: Database,
  methods: Methods,
  callId: string,
  reminder: string,
  days: number
): Promise<boolean> {
  const known = await database.query(sql`
    select 1 from reminders where call_id = ${callId} and reminder = ${reminder}`)
  if (known.length > 0) return false
  return database.transaction(async tx => {
    const call = (await listFrames(tx, [callId])).get(callId)
    const count = call ? await countUnanswered(tx, callId, answerableSteps(call, methods)) : 0
    if (count === 0) return false
    const made = await tx.query(sql`
      insert into reminders (call_id, reminder, reminded_at) values (${callId}, ${reminder}, ${tx.now})
      on conflict do nothing returning 1`)
    if (made.length === 0) return false
    await announce(tx, [
      {
        callId,
        event: 'answer.due',
        subjectId: callId,
        facts: { count, days },
        audience: { desk: ['organiser'] }
      }
    ])
    return true
  })
}
