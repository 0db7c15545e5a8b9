import { acts } from '../../src/core/acts.ts'
import type { AnyAct, AnyView } from '../../src/core/door/act.ts'
import { Refusal } from '../../src/core/door/refusal.ts'
import type { Problem } from '../../src/core/door/refusal.ts'
import type { Who } from '../../src/core/door/who.ts'
import { verifyDomainWith } from '../../src/core/organisation/acts.ts'
import { domainProof } from '../../src/core/organisation/domain.server.ts'
import { views } from '../../src/core/views.ts'
import type { Database } from '../../src/db/database.server.ts'
import { sql } from '../../src/db/sql.server.ts'
import { aCall, aDoor, aGuest, anIdea, anOrganisation, closeSteps } from '../support/world.ts'
import type { SignedIn } from '../support/world.ts'
import type { Kind } from './access-table.ts'
import type { Attempt, Scene } from './attempts/attempt.ts'
import { actorOf } from './cast.ts'
import type { Actor } from './cast.ts'

/** All acts and views by name. No name servers are asked: every domain says what any organisation here needs. */
export function definitionsFor(database: Database): ReadonlyMap<string, AnyAct | AnyView> {
  const verifyDomain = verifyDomainWith(async () => {
    const tokens = await database.query<{ domain_token: string }>(sql`select domain_token from organisations`)
    return tokens.map(row => domainProof(row.domain_token))
  })
  return new Map<string, AnyAct | AnyView>([...acts, ...views, [verifyDomain.name, verifyDomain]])
}

/** A call as the attempt wants it, somebody's idea in it, and people of these kinds. */
export async function aScene(
  database: Database,
  attempt: Pick<Attempt, 'call' | 'settings'>,
  wanted: readonly Kind[] = []
): Promise<{ scene: Scene; actors: Map<Kind, Actor> }> {
  const organisation = await anOrganisation(database)
  // A door of its own: the limits of one scene do not meet another's.
  const door = aDoor(database)
  const open = await aCall(database, { organisation, door })
  const actors = new Map<Kind, Actor>()
  for (const kind of wanted) actors.set(kind, await actorOf(kind, open))
  const { contributionId } = await anIdea(open, aGuest(), { name: 'Author' })
  const isDraft = attempt.call === 'draft'
  const world = isDraft ? await aCall(database, { organisation, door, state: 'draft' }) : open
  if (attempt.call === 'closed') await closeSteps(world)
  // Authors come first: a step that guests may not write in is closed to them after they have.
  await setSettings(database, world.callId, attempt.settings ?? {})
  return { scene: { ...world, contributionId }, actors }
}

async function setSettings(
  database: Database,
  callId: string,
  settings: Record<string, unknown>
): Promise<void> {
  await database.query(
    sql`update steps set settings = settings || ${JSON.stringify(settings)} where call_id = ${callId}`
  )
  await database.query(sql`update calls set revision = revision + 1 where call_id = ${callId}`)
}

/** Somebody signed in who is nobody else. */
export const aStranger = async (scene: Scene): Promise<SignedIn> =>
  (await actorOf('signed-in', scene)).self as SignedIn

/** `done`, or the code of the refusal. */
export async function endOf(
  { door }: Pick<Scene, 'door'>,
  definition: AnyAct | AnyView,
  who: Who,
  input: unknown
): Promise<string> {
  return (await knock({ door }, definition, who, input)).end
}

/** What became of an act or a view: `done`, or the code of the refusal with the problems it named. */
export async function knock(
  { door }: Pick<Scene, 'door'>,
  definition: AnyAct | AnyView,
  who: Who,
  input: unknown
): Promise<{ end: string; problems: readonly Problem[] }> {
  try {
    await ('lines' in definition ? door.perform(definition, who, input) : door.look(definition, who, input))
    return { end: 'done', problems: [] }
  } catch (error) {
    if (error instanceof Refusal) return { end: error.code, problems: error.problems }
    throw error
  }
}
