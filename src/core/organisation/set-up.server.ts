import { createHash, randomInt } from 'node:crypto'
import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { Database } from '../../db/database.server.ts'

interface SetUpFact {
  /** Hexadecimal SHA-256 of the codes printed lately: several machines may print one each. */
  readonly hashes: readonly string[]
  readonly usedAt?: string
}

const mostCodes = 5

/** Letters and digits that are not taken for one another. */
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz'

/** A new one-time code to print at a start; null once the first organisation was set up. */
export async function setUpCode(database: Database): Promise<string | null> {
  const code = Array.from({ length: 24 }, () => alphabet[randomInt(alphabet.length)]).join('')
  return database.transaction(async tx => {
    const fact = await lockSetUp(tx)
    if (fact.usedAt) return null
    await keep(tx, { hashes: [hashOf(code), ...fact.hashes].slice(0, mostCodes) })
    return code
  })
}

/** Whether the first organisation was set up. */
export async function isSetUp(db: Db): Promise<boolean> {
  const row = await first(
    db,
    sql`select 1 as found from instance_facts where name = 'set-up' and value ? 'usedAt'`
  )
  return row !== undefined
}

/** Takes the fact, so that two people with one code at once come one after the other. */
export async function lockSetUp(tx: Tx): Promise<SetUpFact> {
  await tx.query(sql`
    insert into instance_facts (name, value) values ('set-up', '{"hashes": []}') on conflict do nothing`)
  const row = await first<{ value: SetUpFact }>(
    tx,
    sql`select value from instance_facts where name = 'set-up' for update`
  )
  return row!.value
}

/** The hashes are of codes with 118 random bits, so comparing them tells nothing that could be used. */
export const fitsSetUp = (fact: SetUpFact, code: string): boolean => fact.hashes.includes(hashOf(code))

export const markSetUp = (tx: Tx): Promise<void> => keep(tx, { hashes: [], usedAt: tx.now.toISOString() })

async function keep(tx: Tx, fact: SetUpFact): Promise<void> {
  await tx.query(sql`update instance_facts set value = ${JSON.stringify(fact)} where name = 'set-up'`)
}

const hashOf = (code: string): string => createHash('sha256').update(code.trim().toLowerCase()).digest('hex')
