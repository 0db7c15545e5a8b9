import { newId } from '../../src/core/door/id.ts'
import type { Scope, Who } from '../../src/core/door/who.ts'
import { leaveOrganisation } from '../../src/core/organisation/acts.ts'
import { erasePerson } from '../../src/core/person/acts.ts'
import type { Role } from '../../src/core/role/rules.ts'
import { aGuest, anIdea, anOrganisation, aPerson } from '../support/world.ts'
import type { Guest, SignedIn, World } from '../support/world.ts'
import type { Kind } from './access-table.ts'

/** Somebody at the door, and the person by whom things of theirs are made; null where nothing can be theirs. */
export interface Actor {
  readonly who: Who
  readonly self: Guest | SignedIn | null
}

/** A new person of this kind, seen from the organisation of a world; authors have an idea in its open call. */
export async function actorOf(kind: Kind, world: World): Promise<Actor> {
  const { database, organisationId } = world
  const withRole = (role: Role) => aPerson(database, { role, organisationId, name: `The ${role}` })
  switch (kind) {
    case 'guest':
      return { who: aGuest(), self: null }
    case 'guest-author':
      return themselves((await anIdea(world, aGuest())).author as Guest)
    case 'signed-in':
      return themselves(await aPerson(database))
    case 'contributor':
      return themselves((await anIdea(world, await aPerson(database))).author as SignedIn)
    case 'juror':
    case 'analyst':
    case 'moderator':
    case 'organiser':
    case 'owner':
      return themselves(await withRole(kind))
    case 'owner-elsewhere':
      return themselves((await anOrganisation(database)).owner)
    case 'former-owner': {
      const owner = await withRole('owner')
      await world.door.perform(leaveOrganisation, owner, { organisationId })
      return themselves(owner)
    }
    case 'erased': {
      const person = (await anIdea(world, await aPerson(database, { name: 'Gone' }))).author
      await world.door.perform(erasePerson, person, { confirm: 'erase' })
      return { who: person, self: null }
    }
    case 'token-person-read':
      return tokenOfPerson(await withRole('owner'), 'read')
    case 'token-person-contribute':
      return tokenOfPerson(await withRole('owner'), 'contribute')
    case 'token-org-read':
      return tokenOfOrganisation(organisationId, 'read')
    case 'token-org-contribute':
      return tokenOfOrganisation(organisationId, 'contribute')
    case 'token-org-moderate':
      return tokenOfOrganisation(organisationId, 'moderate')
    case 'token-org-organise':
      return tokenOfOrganisation(organisationId, 'organise')
    case 'operator':
      return { who: { kind: 'operator', name: 'root', personId: null }, self: null }
    case 'system':
      return { who: { kind: 'system', job: 'test', personId: null }, self: null }
  }
}

/** Somebody whose role holds in one call alone. */
export const actorOfCall = async (
  role: Role,
  { database, organisationId }: World,
  callId: string
): Promise<Actor> => themselves(await aPerson(database, { role, organisationId, callId }))

const themselves = (self: Guest | SignedIn): Actor => ({ who: self, self })

/** The token of an owner, who may everything: what it may not do, its scope forbids. */
const tokenOfPerson = (self: SignedIn, scope: Scope): Actor => ({
  who: {
    kind: 'token',
    tokenId: newId(),
    personId: self.personId,
    organisationId: null,
    scopes: [scope],
    address: self.address
  },
  self
})

const tokenOfOrganisation = (organisationId: string, scope: Scope): Actor => ({
  who: {
    kind: 'token',
    tokenId: newId(),
    personId: null,
    organisationId,
    scopes: [scope],
    address: aGuest().address
  },
  self: null
})
