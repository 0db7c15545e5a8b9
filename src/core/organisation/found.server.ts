import type { z } from 'zod'
import type { Tx } from '../../db/sql.server.ts'
import { newId } from '../door/id.ts'
import { invalid, Refusal } from '../door/refusal.ts'
import type { LineDraft } from '../ledger/line.ts'
import { insertLog } from '../ledger/store.server.ts'
import { insertRole } from '../role/store.server.ts'
import { checkAccent } from './input.ts'
import type { newOrganisation } from './input.ts'
import { slugOf } from './slug.ts'
import { insertOrganisation } from './store.server.ts'

export interface Founded {
  readonly organisationId: string
  readonly slug: string
}

/**
 * Makes an organisation with its log and, where one is named, its first owner.
 *
 * @throws Refusal `name-taken` for a slug that another has; `invalid` for a name that gives none.
 */
export async function foundOrganisation(
  tx: Tx,
  fields: z.output<typeof newOrganisation>,
  ownerId: string | null,
  path = 'organisation'
): Promise<Founded> {
  checkAccent(fields.accent, `${path}.accent`)
  const organisationId = newId()
  const languages = [...new Set(fields.languages)]
  for (const slug of slugsFor(fields, path)) {
    if (!(await insertOrganisation(tx, { ...fields, organisationId, slug, languages }))) continue
    await insertLog(tx, organisationId, 'organisation')
    if (ownerId) await insertRole(tx, organisationId, ownerId, 'owner')
    return { organisationId, slug }
  }
  throw new Refusal('name-taken', { problems: [{ path: `${path}.slug`, code: 'taken' }] })
}

/** The slug asked for; or one from the name, with a number where that is taken. */
function slugsFor({ slug, name }: { slug?: string | undefined; name: string }, path: string): string[] {
  if (slug !== undefined) return [slug]
  const base = slugOf(name, 56)
  if (base === '') throw invalid(`${path}.slug`, 'required')
  return [base, ...Array.from({ length: 98 }, (_, n) => `${base}-${n + 2}`)]
}

/** What the organisation's own log says when it begins. */
export const foundedLine = (organisationId: string, slug: string, kind: string): LineDraft => ({
  log: organisationId,
  effect: 'note',
  subject: { kind: 'organisation', id: organisationId },
  counted: { slug, kind }
})
