import { z } from 'zod'
import type { Tx } from '../../db/sql.server.ts'
import { defineAct } from '../door/act.ts'
import { newId } from '../door/id.ts'
import { Refusal } from '../door/refusal.ts'
import { isTrusted } from '../door/who.ts'
import type { Who } from '../door/who.ts'
import { sendInvitation } from '../invitation/send.server.ts'
import type { LineDraft } from '../ledger/line.ts'
import { ensurePerson, findAccountId, insertAccount } from '../person/account-store.server.ts'
import { email } from '../person/email.ts'
import { hashInTurn, longestPassword, shortestPassword } from '../person/password.server.ts'
import { renamePerson } from '../person/store.server.ts'
import { hasRole } from '../role/rules.ts'
import type { Role } from '../role/rules.ts'
import { isOwnerSomewhere, rolesOf } from '../role/store.server.ts'
import { language, lineOfText } from '../text/schema.ts'
import { domainProof, isProven, lookUpTexts } from './domain.server.ts'
import type { LookUpTexts } from './domain.server.ts'
import { foundedLine, foundOrganisation } from './found.server.ts'
import { checkAccent, newOrganisation, organisationChanges } from './input.ts'
import type { Organisation } from './rules.ts'
import { fitsSetUp, lockSetUp, markSetUp } from './set-up.server.ts'
import { keepDomain, lockOrganisation, updateOrganisation } from './store.server.ts'

export { giveRole, leaveOrganisation, takeRole } from './team-acts.ts'

export interface OrganisationAndRoles {
  readonly organisation: Organisation
  readonly roles: ReadonlySet<Role>
}

/** An organisation with its row taken, and the roles of whoever knocks in it. */
export async function loadLocked(
  tx: Tx,
  { organisationId }: { organisationId: string },
  who: Who
): Promise<OrganisationAndRoles> {
  const organisation = await lockOrganisation(tx, organisationId)
  if (!organisation) throw new Refusal('not-found')
  return { organisation, roles: await rolesOf(tx, who, organisationId) }
}

const byOwners = (_: Who, { roles }: { roles: ReadonlySet<Role> }) => hasRole(roles, 'owner')

const line = ({ organisationId }: Organisation, counted: LineDraft['counted']): LineDraft => ({
  log: organisationId,
  effect: 'note',
  subject: { kind: 'organisation', id: organisationId },
  counted
})

export const setUp = defineAct({
  name: 'organisation.set-up',
  title:
    'Set up the first organisation and its owner, once, with the code that the server prints at its start',
  http: 'POST /set-up',
  scope: null,
  perMinute: 10,
  identifies: false,
  input: z.strictObject({
    code: z.string().min(1).max(100),
    email,
    /** The owner's. */
    name: lineOfText(80),
    language,
    password: z.string().min(shortestPassword).max(longestPassword).optional(),
    organisation: newOrganisation
  }),
  load: async (tx, { code }) => {
    const fact = await lockSetUp(tx)
    if (fact.usedAt) throw new Refusal('already-used')
    if (!fitsSetUp(fact, code)) throw new Refusal('wrong-code')
    return { proven: true }
  },
  may: (_, { proven }) => proven,
  run: async (work, _, input) => {
    const known = await findAccountId(work.tx, input.email)
    const personId = known ?? newId()
    if (!known) {
      const passwordHash = input.password === undefined ? null : await hashInTurn(input.password)
      await insertAccount(work.tx, { accountId: personId, email: input.email, passwordHash })
    }
    await ensurePerson(work.tx, personId)
    await renamePerson(work.tx, personId, { name: input.name, language: input.language })
    const founded = await foundOrganisation(work.tx, input.organisation, personId)
    await markSetUp(work.tx)
    return { ...founded, personId }
  },
  lines: (_, { organisation: { kind } }, { organisationId, slug }) => [
    foundedLine(organisationId, slug, kind)
  ]
})

export const createOrganisation = defineAct({
  name: 'organisation.create',
  title: 'Make another organisation: by an owner of one, or by the operator for the owner invited',
  http: 'POST /organisations',
  scope: null,
  perMinute: 10,
  input: z.strictObject({
    organisation: newOrganisation,
    /** Gets an invitation to own it; for the operator, who owns nothing. */
    ownerEmail: email.optional(),
    language: language.optional()
  }),
  load: async (tx, _, who) => ({
    mayFound: isTrusted(who) || (who.kind === 'person' && (await isOwnerSomewhere(tx, who.personId)))
  }),
  may: (_, { mayFound }) => mayFound,
  run: async (work, _, input, who) => {
    const founded = await foundOrganisation(work.tx, input.organisation, who.personId)
    if (input.ownerEmail) {
      await sendInvitation(work, {
        organisationId: founded.organisationId,
        organisationName: input.organisation.name,
        email: input.ownerEmail,
        role: 'owner',
        language: input.language ?? input.organisation.languages[0]!,
        invitedBy: who.personId
      })
    }
    return founded
  },
  lines: (_, { organisation: { kind } }, { organisationId, slug }) => [
    foundedLine(organisationId, slug, kind)
  ]
})

export const editOrganisation = defineAct({
  name: 'organisation.edit',
  title: 'Change what is told of an organisation',
  http: 'PATCH /organisations/{organisationId}',
  scope: 'organise',
  input: z.strictObject({ organisationId: z.uuid(), changes: organisationChanges }),
  load: loadLocked,
  may: byOwners,
  run: async (work, { organisation }, { changes }) => {
    checkAccent(changes.accent, 'changes.accent')
    const languages = changes.languages ? { languages: [...new Set(changes.languages)] } : {}
    const told = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    await updateOrganisation(work.tx, { ...organisation, ...told, ...languages })
    return { organisationId: organisation.organisationId, slug: organisation.slug }
  },
  lines: ({ organisation }, { changes }) => [
    line(organisation, {
      changed: Object.keys(changes)
        .filter(key => changes[key as keyof typeof changes] !== undefined)
        .sort()
    })
  ]
})

const domain = z
  .string()
  .max(253)
  .trim()
  .toLowerCase()
  .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{2,59})$/)

/** The act with its way to look up TXT records, so that tests need no name servers. */
export const verifyDomainWith = (lookUp: LookUpTexts) =>
  defineAct({
    name: 'organisation.verify-domain',
    title: 'Show that a domain is yours by a TXT record, so that people see it beside your name',
    http: 'PUT /organisations/{organisationId}/domain',
    scope: 'organise',
    perMinute: 6,
    input: z.strictObject({ organisationId: z.uuid(), domain }),
    // A name server may take seconds; the organisation's row stays free meanwhile.
    askElsewhere: async (db, { organisationId, domain }, who) =>
      hasRole(await rolesOf(db, who, organisationId), 'owner') ? lookUp(domain) : [],
    load: loadLocked,
    may: byOwners,
    run: async (work, { organisation }, input, _, texts) => {
      if (!isProven(texts, organisation.domainToken)) {
        const expected = domainProof(organisation.domainToken)
        throw new Refusal('domain-not-proven', { facts: { domain: input.domain, expected } })
      }
      await keepDomain(work.tx, organisation.organisationId, input.domain)
      return { organisationId: organisation.organisationId, domain: input.domain }
    },
    lines: ({ organisation }, input) => [line(organisation, { domain: input.domain })]
  })

export const verifyDomain = verifyDomainWith(lookUpTexts)
