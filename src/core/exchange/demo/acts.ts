import { z } from 'zod'
import type { Tx } from '../../../db/sql.server.ts'
import { defineAct, defineView } from '../../door/act.ts'
import { Refusal } from '../../door/refusal.ts'
import { isTrusted } from '../../door/who.ts'
import type { Who } from '../../door/who.ts'
import { fitsSetUp, lockSetUp } from '../../organisation/set-up.server.ts'
import { isOwnerSomewhere } from '../../role/store.server.ts'
import { countDemo, deleteDemo, findDemo, keepDemo, lockDemo } from './store.server.ts'
import type { DemoFact } from './store.server.ts'

const input = z.strictObject({
  /** The set-up code, for whoever looks around before there is an organisation; it stays good for setting one up. */
  code: z.string().max(100).optional()
})

/** An owner, the operator, or whoever holds the set-up code while nobody has used it. */
async function load(tx: Tx, { code }: z.output<typeof input>, who: Who) {
  const mayShow =
    isTrusted(who) ||
    (who.kind === 'person' && (await isOwnerSomewhere(tx, who.personId))) ||
    (code !== undefined && (await fitsUnusedCode(tx, code)))
  return { mayShow, fact: await lockDemo(tx) }
}

async function fitsUnusedCode(tx: Tx, code: string): Promise<boolean> {
  const fact = await lockSetUp(tx)
  if (fact.usedAt) return false
  if (!fitsSetUp(fact, code)) throw new Refusal('wrong-code')
  return true
}

const may = (_: Who, { mayShow }: { mayShow: boolean }) => mayShow

/** A process that ended while it filled the demo does not come back to it. */
const givenUpMs = 600_000

const isUnderWay = (fact: DemoFact | undefined, now: Date): boolean =>
  fact?.state === 'filling' && now.getTime() - Date.parse(fact.at) < givenUpMs

export const showDemo = defineAct({
  name: 'demo.show',
  title: 'Ask for the demo: calls to look around in, which a job fills within half a minute',
  http: 'POST /demo',
  scope: null,
  perMinute: 10,
  identifies: false,
  input,
  load,
  may,
  run: async ({ tx }, { fact }) => {
    if (fact?.state === 'shown' || isUnderWay(fact, tx.now)) return { state: fact!.state }
    await keepDemo(tx, 'wanted')
    return { state: 'wanted' as const }
  },
  // A demo is nobody's public act.
  lines: () => []
})

export const removeDemo = defineAct({
  name: 'demo.remove',
  title: 'Remove the demo: all of it, and nothing else',
  http: 'DELETE /demo',
  scope: null,
  perMinute: 10,
  identifies: false,
  input,
  load,
  may,
  run: async ({ tx }, { fact }) => {
    if (isUnderWay(fact, tx.now)) throw new Refusal('busy')
    return deleteDemo(tx)
  },
  lines: () => []
})

export const findDemoView = defineView({
  name: 'demo.find',
  title: 'Whether a demo is shown here, or is being filled',
  http: 'GET /demo',
  scope: 'read',
  input: z.strictObject({}),
  load: async () => null,
  may: () => true,
  run: async look => ({
    state: (await findDemo(look.db))?.state ?? ('none' as const),
    ...(await countDemo(look.db))
  })
})
