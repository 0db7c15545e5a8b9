import { sql } from '../../db/sql.server.ts'
import type { Tx } from '../../db/sql.server.ts'
import { newId } from './id.ts'
import { Refusal } from './refusal.ts'
import type { Who } from './who.ts'

/** See `identifiedAll`. */
export async function identified(tx: Tx, who: Who): Promise<Who> {
  return (await identifiedAll(tx, [who]))[0]!
}

/** Gives guests who come for the first time an identity: a row, and the id that their cookie will carry. */
export async function identifiedAll(tx: Tx, whos: readonly Who[]): Promise<Who[]> {
  const made: string[] = []
  const known = whos.map(who => {
    if (who.kind !== 'guest' || who.personId !== null) return who
    const personId = newId()
    made.push(personId)
    return { ...who, personId }
  })
  if (made.length === 1) {
    await tx.query(
      sql`insert into people (person_id, kind, created_at) values (${made[0]}, 'guest', ${tx.now})`
    )
  } else if (made.length > 1) {
    await tx.query(sql`
      insert into people (person_id, kind, created_at) select id, 'guest', ${tx.now} from unnest(${made}::uuid[]) as id`)
  }
  return known
}

/** Forgets people who were given an identity just now and then refused: nothing is left of what was not done. */
export async function forgetNewcomers(tx: Tx, personIds: readonly string[]): Promise<void> {
  if (personIds.length === 0) return
  await tx.query(sql`delete from participants where person_id = any(${personIds}::uuid[])`)
  await tx.query(sql`delete from people where person_id = any(${personIds}::uuid[])`)
}

/**
 * Turns away whoever was erased: a session lives on for a moment, a guest's cookie for a year, and what they would do
 * could never be erased again. Nobody who passes can be erased before this transaction has ended.
 */
export async function refuseErased(tx: Tx, who: Who): Promise<void> {
  if (who.personId === null) return
  const [person] = await tx.query<{ erased: boolean }>(sql`
    select erased_at is not null as erased from people where person_id = ${who.personId} for key share`)
  if (person?.erased) throw new Refusal('not-signed-in')
}
