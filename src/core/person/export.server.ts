import { sql } from '../../db/sql.server.ts'
import type { Db, Statement } from '../../db/sql.server.ts'
import { listSessions } from './account-store.server.ts'
import { listOwnIds, listOwnRoles } from './store.server.ts'
import type { Person } from './store.server.ts'

/** No list of one person's is longer than this; whether one was cut is said beside it. */
const mostRows = 100_000

/** Everything that is kept of a person, table by table, in the words of the platform. Secrets are kept by hash only and left out. */
export async function exportPerson(db: Db, self: Person, now: Date) {
  const ids = await listOwnIds(db, self.personId)
  const rows = (statement: Statement) => db.query<Record<string, unknown>>(statement)
  return {
    format: 'mozaika-person/1',
    madeAt: now.toISOString(),
    mostRows,
    person: {
      personId: self.personId,
      kind: self.kind,
      name: self.name,
      email: self.email,
      language: self.language,
      hearsResults: self.hearsResults,
      since: self.createdAt.toISOString()
    },
    roles: await listOwnRoles(db, self.personId),
    sessions: await listSessions(db, self.personId),
    guestsClaimed: await rows(sql`
      select guest_id as "guestId", claimed_at as "claimedAt" from guest_claims where person_id = ${self.personId} limit 1000`),
    participations: await rows(sql`
      select p.call_id as "callId", c.slug, c.question, p.participant_id as "participantId", p.name, p.channel, p.language,
        p.confirmed, p.joined_at as "joinedAt"
      from participants p join calls c using (call_id) where p.person_id = any(${ids}::uuid[]) order by p.joined_at limit ${mostRows}`),
    contributions: await rows(sql`
      select c.call_id as "callId", c.contribution_id as "contributionId", c.step_id as "stepId", c.title, c.body, c.theme,
        c.language, c.state, c.status, c.true_place as place, c.channel, c.created_at as "createdAt", c.changed_at as "changedAt",
        (select json_agg(json_build_object('version', v.version, 'title', v.title, 'body', v.body, 'madeAt', v.made_at) order by v.version)
          from contribution_versions v where v.call_id = c.call_id and v.contribution_id = c.contribution_id) as versions
      from participants p join contribution_authors a using (call_id, participant_id) join contributions c using (call_id, contribution_id)
      where p.person_id = any(${ids}::uuid[]) order by c.created_at limit ${mostRows}`),
    comments: await rows(sql`
      select c.call_id as "callId", c.target, c.comment_id as "commentId", c.body, c.state, c.channel, c.made_at as "madeAt"
      from participants p join comments c using (call_id, participant_id)
      where p.person_id = any(${ids}::uuid[]) order by c.made_at limit ${mostRows}`),
    responses: await rows(sql`
      select r.call_id as "callId", r.step_id as "stepId", r.target, r.kind, r.body, r.state, r.channel, r.given_at as "givenAt"
      from participants p join responses r on r.call_id = p.call_id and r.responder = p.participant_id
      where p.person_id = any(${ids}::uuid[]) order by r.given_at limit ${mostRows}`),
    files: await rows(sql`
      select f.call_id as "callId", f.file_id as "fileId", f.contribution_id as "contributionId", f.name, f.alt, f.type, f.size,
        f.made_at as "madeAt"
      from participants p join files f using (call_id, participant_id)
      where p.person_id = any(${ids}::uuid[]) order by f.made_at limit ${mostRows}`),
    flags: await rows(sql`
      select f.call_id as "callId", f.target, f.target_kind as "targetKind", f.ground, f.note, f.flagged_at as "flaggedAt"
      from flags f where f.flagger = any(${ids}::uuid[]) order by f.flagged_at limit ${mostRows}`),
    appeals: await rows(sql`
      select a.call_id as "callId", a.decision_id as "decisionId", a.words, a.made_at as "madeAt", a.outcome, a.reason, a.settled_at as "settledAt"
      from participants p join appeals a using (call_id, participant_id)
      where p.person_id = any(${ids}::uuid[]) order by a.made_at limit ${mostRows}`),
    answerReplies: await rows(sql`
      select r.call_id as "callId", r.answer_id as "answerId", r.rating, r.body, r.replied_at as "repliedAt", r.rated_at as "ratedAt"
      from participants p join answer_replies r using (call_id, participant_id)
      where p.person_id = any(${ids}::uuid[]) limit ${mostRows}`),
    disputes: await rows(sql`
      select d.call_id as "callId", d.words, d.made_at as "madeAt", d.state, d.word_of_organisation as "wordOfOrganisation"
      from participants p join disputes d using (call_id, participant_id)
      where p.person_id = any(${ids}::uuid[]) order by d.made_at limit ${mostRows}`),
    certificates: await rows(sql`
      select c.call_id as "callId", c.certificate_id as "certificateId", c.note, c.issued_at as "issuedAt"
      from participants p join certificates c using (call_id, participant_id)
      where p.person_id = any(${ids}::uuid[]) order by c.issued_at limit ${mostRows}`),
    publicPage: await rows(sql`
      select slug, name, about, is_public as "isPublic", is_findable as "isFindable" from profiles where person_id = ${self.personId}`),
    leftOffThePage: await rows(sql`
      select call_id as "callId" from profile_calls where person_id = ${self.personId} and is_hidden limit ${mostRows}`),
    news: await rows(sql`
      select n.call_id as "callId", w.event, n.because, n.made_at as "madeAt", n.seen_at as "seenAt"
      from notifications n join news w using (call_id, news_id)
      where n.person_id = any(${ids}::uuid[]) order by n.notification_id limit ${mostRows}`),
    letterPaces: await rows(sql`
      select nullif(call_id, '00000000-0000-0000-0000-000000000000') as "callId", pace from hearings
      where person_id = any(${ids}::uuid[]) limit ${mostRows}`),
    pushAddresses: await rows(sql`
      select endpoint, made_at as "madeAt" from push_addresses where person_id = any(${ids}::uuid[]) limit ${mostRows}`),
    drafts: await rows(sql`
      select place, body, kept_at as "keptAt" from drafts where person_id = any(${ids}::uuid[]) limit ${mostRows}`),
    blocks: await rows(sql`
      select call_id as "callId", participant_id as "participantId", blocked_at as "blockedAt" from blocks where person_id = any(${ids}::uuid[]) limit ${mostRows}`),
    tokens: await rows(sql`
      select token_id as "tokenId", label, scopes, made_at as "madeAt", expires_at as "expiresAt", revoked_at as "revokedAt",
        to_char(last_used_on, 'YYYY-MM-DD') as "lastUsedOn"
      from api_tokens where person_id = ${self.personId} limit ${mostRows}`),
    passkeys: await rows(sql`
      select name, device_type as "deviceType", created_at as "createdAt" from auth.passkeys
      where account_id = ${self.personId} limit ${mostRows}`),
    invitations: await rows(sql`
      select o.slug as organisation, i.role, i.invited_at as "invitedAt", i.accepted_at as "acceptedAt"
      from invitations i join organisations o using (organisation_id)
      where lower(i.email) = ${self.email?.toLowerCase() ?? null} limit ${mostRows}`),
    skills: await rows(sql`
      select skill from skills where person_id = ${self.personId} order by lower(skill) limit ${mostRows}`),
    groups: await rows(sql`
      select g.slug, g.name, m.state, m.is_steward as "isSteward", m.answers, m.reason, m.changed_at as "changedAt"
      from group_members m join groups g using (group_id) where m.person_id = ${self.personId} limit ${mostRows}`),
    groupConsents: await rows(sql`
      select group_id as "groupId", loosening_id as "looseningId", consented_at as "consentedAt" from group_consents
      where person_id = ${self.personId} limit ${mostRows}`),
    groupInvitations: await rows(sql`
      select g.slug, g.name, i.invited_at as "invitedAt" from group_invitations i join groups g using (group_id)
      where i.email = ${self.email?.toLowerCase() ?? null} limit ${mostRows}`),
    verifiedEntries: await rows(sql`
      select e.call_id as "callId" from participants p join audience_entries e using (call_id, participant_id)
      where p.person_id = any(${ids}::uuid[]) limit ${mostRows}`),
    askedAsExpert: await rows(sql`
      select call_id as "callId", role, words, state, reply, conflict, expert_shares as "sharesContact", invited_at as "invitedAt",
        replied_at as "repliedAt"
      from expert_invitations where person_id = ${self.personId} order by invited_at limit ${mostRows}`),
    askedExperts: await rows(sql`
      select call_id as "callId", role, words, state, inviter_shares as "sharesContact", invited_at as "invitedAt"
      from expert_invitations where invited_by = ${self.personId} order by invited_at limit ${mostRows}`),
    letters: await rows(sql`
      select template, language, made_at as "madeAt", sent_at as "sentAt" from mails
      where lower(recipient) = ${self.email?.toLowerCase() ?? null} order by made_at limit ${mostRows}`)
  }
}
