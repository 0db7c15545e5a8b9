import { sql } from '../../db/sql.server.ts'
import type { Tx } from '../../db/sql.server.ts'
import { newId } from './id.ts'
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
