import { first, only, sql } from '../../../db/sql.server.ts'
import type { Db, Tx } from '../../../db/sql.server.ts'
import { keyOf } from '../../file/store.server.ts'
import { orderDeletion } from '../../file/unwanted.server.ts'
import type { StoredType } from '../../file/rules.ts'

/** `wanted`: somebody asked for it; `filling`: it is being filled since `at`; `shown`: it is complete. */
export interface DemoFact {
  readonly state: 'wanted' | 'filling' | 'shown'
  readonly at: string
}

export async function findDemo(db: Db): Promise<DemoFact | undefined> {
  return (await first<{ value: DemoFact }>(db, sql`select value from instance_facts where name = 'demo'`))
    ?.value
}

/** The same with its row taken. */
export async function lockDemo(tx: Tx): Promise<DemoFact | undefined> {
  return (
    await first<{ value: DemoFact }>(tx, sql`select value from instance_facts where name = 'demo' for update`)
  )?.value
}

export async function keepDemo(tx: Tx, state: DemoFact['state']): Promise<void> {
  const fact: DemoFact = { state, at: tx.now.toISOString() }
  await tx.query(sql`
    insert into instance_facts (name, value) values ('demo', ${JSON.stringify(fact)})
    on conflict (name) do update set value = excluded.value`)
}

export interface DemoCounts {
  readonly organisations: number
  readonly calls: number
}

export const countDemo = (db: Db): Promise<DemoCounts> =>
  only<DemoCounts & { calls: number }>(
    db,
    sql`select (select count(*) from organisations where is_demo) as organisations,
      (select count(*) from calls where is_demo) as calls`
  )

/**
 * Deletes the demo: its organisations and calls with all that lies under them, their logs, and the guests that were made
 * for it. Nothing else: whoever tried it out stays who they are. The bytes of its files are deleted by a job.
 */
export async function deleteDemo(tx: Tx): Promise<DemoCounts> {
  const counts = await countDemo(tx)
  const calls = (await tx.query<{ id: string }>(sql`select call_id as id from calls where is_demo`)).map(
    row => row.id
  )
  const organisations = (
    await tx.query<{ id: string }>(sql`select organisation_id as id from organisations where is_demo`)
  ).map(row => row.id)
  await orderDeletion(tx, await listFileKeys(tx, calls))
  await deletePeople(tx, calls)
  await deleteLogs(tx, [...calls, ...organisations])
  // Tables that do not refer to their call; the others go with it.
  await tx.query(sql`delete from responses where call_id = any(${calls}::uuid[])`)
  await tx.query(sql`delete from contribution_totals where call_id = any(${calls}::uuid[])`)
  await tx.query(sql`delete from step_totals where call_id = any(${calls}::uuid[])`)
  await tx.query(sql`delete from lineage where call_id = any(${calls}::uuid[])`)
  await tx.query(
    sql`delete from drafts d using unnest(${calls}::text[]) as c(id) where d.place like '%' || c.id || '%'`
  )
  await tx.query(sql`delete from calls where call_id = any(${calls}::uuid[])`)
  await tx.query(sql`delete from webhook_deliveries where organisation_id = any(${organisations}::uuid[])`)
  await tx.query(sql`delete from organisations where organisation_id = any(${organisations}::uuid[])`)
  await tx.query(sql`delete from instance_facts where name = 'demo'`)
  return counts
}

async function listFileKeys(tx: Tx, calls: readonly string[]): Promise<string[]> {
  const files = await tx.query<{ call_id: string; file_id: string; type: StoredType }>(sql`
    select call_id, file_id, type from files where call_id = any(${calls}::uuid[]) limit 100000`)
  return files.flatMap(({ call_id, file_id, type }) => {
    const sizes = type.startsWith('image/') ? (['full', 'thumb'] as const) : (['full'] as const)
    return sizes.map(size => keyOf(call_id, file_id, type, size))
  })
}

/** Guests that an import made and that take part nowhere else. */
async function deletePeople(tx: Tx, calls: readonly string[]): Promise<void> {
  await tx.query(sql`
    delete from people where kind = 'guest' and person_id in (
      select person_id from participants p where call_id = any(${calls}::uuid[]) and channel = 'import'
        and not exists (select 1 from participants o where o.person_id = p.person_id and o.call_id <> all(${calls}::uuid[])))`)
}

async function deleteLogs(tx: Tx, logs: readonly string[]): Promise<void> {
  await tx.query(sql`delete from ledger_lines where log_id = any(${logs}::uuid[])`)
  await tx.query(sql`delete from ledger_tiles where log_id = any(${logs}::uuid[])`)
  await tx.query(sql`delete from ledger_readers where log_id = any(${logs}::uuid[])`)
  await tx.query(sql`delete from ledger_logs where log_id = any(${logs}::uuid[])`)
}
