-- Every table says its class in a comment, and a test reads it:
--   reference  small and rarely changed, wanted on every node
--   person     lies with a person: person_id leads every key
--   call       lies with a call: call_id leads every key
--   log        lies with a ledger log: log_id, the id of a call or an organisation, leads every key
create extension if not exists pg_trgm;

-- ---------------------------------------------------------------- the installation
create table instance_facts (
  name text primary key,
  value jsonb not null
);
comment on table instance_facts is 'class: reference';

-- ---------------------------------------------------------------- people
create table people (
  person_id uuid primary key,
  kind text not null check (kind in ('guest', 'account')),
  name text check (char_length(name) between 1 and 80),
  email text check (char_length(email) <= 254),
  language text check (char_length(language) between 2 and 8),
  account_id text,
  created_at timestamptz not null,
  erased_at timestamptz
);
create unique index people_by_account on people (account_id) where account_id is not null;
create unique index people_by_email on people (lower(email)) where email is not null;
comment on table people is 'class: person';
comment on index people_by_account is 'global: a sign-in must find its person';
comment on index people_by_email is 'global: a sign-in must find its person';

create table guest_claims (
  person_id uuid not null,
  guest_id uuid not null,
  claimed_at timestamptz not null,
  primary key (person_id, guest_id)
);
create unique index guest_claims_by_guest on guest_claims (guest_id);
comment on table guest_claims is 'class: person';
comment on index guest_claims_by_guest is 'global: a guest is claimed once';

create table blocks (
  person_id uuid not null,
  blocked_id uuid not null,
  blocked_at timestamptz not null,
  primary key (person_id, blocked_id)
);
comment on table blocks is 'class: person';

create table drafts (
  person_id uuid not null,
  place text not null check (char_length(place) <= 120),
  body jsonb not null check (pg_column_size(body) <= 65536),
  kept_at timestamptz not null,
  primary key (person_id, place)
);
comment on table drafts is 'class: person';

create table idempotency_records (
  holder text not null,
  key text not null,
  input_hash bytea not null,
  reply jsonb not null,
  kept_at timestamptz not null,
  primary key (holder, key)
);
create index idempotency_records_by_age on idempotency_records (kept_at);
comment on table idempotency_records is 'class: person (holder)';

-- ---------------------------------------------------------------- organisations
create table organisations (
  organisation_id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$'),
  kind text not null check (kind in ('public', 'business', 'initiative')),
  name text not null check (char_length(name) between 1 and 120),
  about text not null default '' check (char_length(about) <= 5000),
  accent smallint not null default 212 check (accent between 0 and 359),
  languages text[] not null check (cardinality(languages) between 1 and 6),
  time_zone text not null,
  contact_email text check (char_length(contact_email) <= 254),
  address text not null default '' check (char_length(address) <= 1000),
  website text check (char_length(website) <= 300),
  domain text check (char_length(domain) <= 253),
  domain_token text not null,
  domain_verified_at timestamptz,
  privacy text not null default '' check (char_length(privacy) <= 20000),
  terms text not null default '' check (char_length(terms) <= 20000),
  is_demo boolean not null default false,
  created_at timestamptz not null
);
comment on table organisations is 'class: reference';

create table roles (
  organisation_id uuid not null references organisations on delete cascade,
  person_id uuid not null,
  -- The nil id stands for the whole organisation: a role in a call names the call.
  call_id uuid not null default '00000000-0000-0000-0000-000000000000',
  role text not null check (role in ('owner', 'organiser', 'moderator', 'juror', 'analyst')),
  given_at timestamptz not null,
  primary key (organisation_id, person_id, call_id, role)
);
create index roles_by_person on roles (person_id);
comment on table roles is 'class: reference';

create table invitations (
  organisation_id uuid not null references organisations on delete cascade,
  invitation_id uuid not null,
  email text not null check (char_length(email) <= 254),
  role text not null check (role in ('owner', 'organiser', 'moderator', 'juror', 'analyst')),
  token_hash bytea not null unique,
  invited_by uuid,
  invited_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by uuid,
  withdrawn_at timestamptz,
  primary key (organisation_id, invitation_id)
);
comment on table invitations is 'class: reference';

create table api_tokens (
  token_id uuid primary key,
  token_hash bytea not null unique,
  label text not null check (char_length(label) between 1 and 80),
  person_id uuid,
  organisation_id uuid references organisations on delete cascade,
  scopes text[] not null,
  made_by uuid,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_on date,
  revoked_at timestamptz,
  check ((person_id is null) <> (organisation_id is null))
);
create index api_tokens_by_person on api_tokens (person_id);
create index api_tokens_by_organisation on api_tokens (organisation_id);
comment on table api_tokens is 'class: reference';

create table webhooks (
  webhook_id uuid primary key,
  organisation_id uuid not null references organisations on delete cascade,
  url text not null check (char_length(url) <= 500),
  secret text not null,
  events text[] not null,
  made_at timestamptz not null,
  stopped_at timestamptz,
  failures_in_a_row integer not null default 0
);
create index webhooks_by_organisation on webhooks (organisation_id);
comment on table webhooks is 'class: reference';

create table webhook_deliveries (
  organisation_id uuid not null,
  delivery_id uuid not null,
  webhook_id uuid not null references webhooks on delete cascade,
  event text not null,
  payload jsonb not null,
  made_at timestamptz not null,
  next_try_at timestamptz,
  tries smallint not null default 0,
  delivered_at timestamptz,
  last_answer text,
  primary key (organisation_id, delivery_id)
);
create index webhook_deliveries_due on webhook_deliveries (next_try_at) where next_try_at is not null;
comment on table webhook_deliveries is 'class: reference';

create table mails (
  mail_id uuid primary key,
  recipient text not null,
  language text not null,
  template text not null,
  facts jsonb not null,
  made_at timestamptz not null,
  next_try_at timestamptz,
  tries smallint not null default 0,
  sent_at timestamptz,
  last_error text
);
create index mails_due on mails (next_try_at) where next_try_at is not null;
comment on table mails is 'class: reference';

-- ---------------------------------------------------------------- calls
create table calls (
  call_id uuid primary key,
  organisation_id uuid not null references organisations,
  slug text not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,78}[a-z0-9])?$'),
  visibility text not null default 'public' check (visibility in ('public', 'unlisted')),
  language text not null,
  languages text[] not null,
  time_zone text not null,
  question text not null check (char_length(question) between 1 and 200),
  summary text not null default '' check (char_length(summary) <= 500),
  background text not null default '' check (char_length(background) <= 20000),
  -- What will be done with the result, who decides, and the date of the answer.
  promise text not null default '' check (char_length(promise) <= 2000),
  decides text not null default '' check (char_length(decides) <= 200),
  answer_on date,
  terms text not null default '' check (char_length(terms) <= 20000),
  licence text not null default 'CC-BY-4.0' check (char_length(licence) <= 60),
  attribution text not null default '' check (char_length(attribution) <= 1000),
  audience text not null default '' check (char_length(audience) <= 500),
  area jsonb,
  revision integer not null default 1,
  is_demo boolean not null default false,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create index calls_by_organisation on calls (organisation_id, call_id desc);
comment on table calls is 'class: call';
comment on constraint calls_slug_key on calls is 'global: the address of a call is its own';

create table steps (
  call_id uuid not null references calls on delete cascade,
  step_id uuid not null,
  position smallint not null check (position between 1 and 20),
  slug text not null check (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  title text not null check (char_length(title) between 1 and 120),
  method text not null,
  settings jsonb not null,
  opens_at timestamptz,
  closes_at timestamptz,
  check (closes_at > opens_at),
  primary key (call_id, step_id),
  unique (call_id, slug),
  unique (call_id, position) deferrable initially deferred
);
create index steps_by_close on steps (closes_at);
comment on table steps is 'class: call';
comment on index steps_by_close is 'global: the job that makes results looks for closes that have passed';

-- The frozen rules: version 1 at opening, later ones for public, dated changes.
create table rules (
  call_id uuid not null references calls on delete cascade,
  version integer not null check (version >= 1),
  canonical text not null,
  hash bytea not null,
  reason text not null default '' check (char_length(reason) <= 1000),
  made_at timestamptz not null,
  primary key (call_id, version)
);
comment on table rules is 'class: call';

create table conclusions (
  call_id uuid primary key references calls on delete cascade,
  statement text not null check (char_length(statement) <= 10000),
  concluded_at timestamptz not null
);
comment on table conclusions is 'class: call';

create table cancellations (
  call_id uuid primary key references calls on delete cascade,
  reason text not null check (char_length(reason) between 1 and 2000),
  cancelled_at timestamptz not null
);
comment on table cancellations is 'class: call';

-- ---------------------------------------------------------------- people inside a call
create table participants (
  call_id uuid not null references calls on delete cascade,
  participant_id uuid not null,
  person_id uuid not null,
  -- Stands for this participant beside public responses, so that they do not lead to what the person wrote.
  alias uuid not null default gen_random_uuid(),
  name text check (char_length(name) between 1 and 80),
  channel text not null,
  language text,
  -- Set when a guest's participation was claimed by an account that takes part in the same call itself.
  linked_to uuid,
  confirmed boolean not null default false,
  joined_at timestamptz not null,
  erased_at timestamptz,
  primary key (call_id, participant_id),
  unique (call_id, person_id)
);
create index participants_by_person on participants (person_id);
comment on table participants is 'class: call';
comment on index participants_by_person is 'global: a person finds and erases what is theirs';

create table contributions (
  call_id uuid not null references calls on delete cascade,
  contribution_id uuid not null,
  step_id uuid not null,
  title text not null check (char_length(title) <= 500),
  body jsonb not null check (pg_column_size(body) <= 262144),
  theme text,
  language text,
  version integer not null default 1,
  -- published: seen by everybody; held: waits for a moderator; hidden: taken off by one; withdrawn: by its author.
  state text not null check (state in ('published', 'held', 'hidden', 'withdrawn', 'erased')),
  -- The coarse class of what became of it.
  status text not null default 'open' check (status in ('open', 'under-study', 'accepted', 'partly-accepted', 'declined', 'done')),
  true_place jsonb,
  public_place jsonb,
  -- The participant whose name lists show; all of them are in contribution_authors.
  first_author uuid,
  channel text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (call_id, contribution_id)
);
create index contributions_newest on contributions (call_id, step_id, contribution_id desc) where state = 'published';
create index contributions_waiting on contributions (call_id, contribution_id) where state = 'held';
comment on table contributions is 'class: call';

create table contribution_versions (
  call_id uuid not null,
  contribution_id uuid not null,
  version integer not null,
  title text not null,
  body jsonb not null,
  participant_id uuid,
  made_at timestamptz not null,
  primary key (call_id, contribution_id, version),
  foreign key (call_id, contribution_id) references contributions on delete cascade
);
comment on table contribution_versions is 'class: call';

create table contribution_authors (
  call_id uuid not null,
  contribution_id uuid not null,
  participant_id uuid not null,
  position smallint not null default 1,
  primary key (call_id, contribution_id, participant_id),
  foreign key (call_id, contribution_id) references contributions on delete cascade
);
create index contribution_authors_by_participant on contribution_authors (call_id, participant_id);
comment on table contribution_authors is 'class: call';

create table lineage (
  call_id uuid not null,
  contribution_id uuid not null,
  source_id uuid not null,
  kind text not null check (kind in ('builds-on', 'merged', 'split')),
  made_at timestamptz not null,
  primary key (call_id, contribution_id, source_id, kind)
);
create index lineage_by_source on lineage (call_id, source_id);
comment on table lineage is 'class: call';

create table files (
  call_id uuid not null references calls on delete cascade,
  file_id uuid not null,
  -- Null until the contribution it was sent for is handed in.
  contribution_id uuid,
  participant_id uuid,
  name text not null check (char_length(name) <= 200),
  alt text not null default '' check (char_length(alt) <= 300),
  type text not null,
  size integer not null check (size > 0),
  sha256 bytea not null,
  width integer,
  height integer,
  made_at timestamptz not null,
  primary key (call_id, file_id)
);
create index files_by_contribution on files (call_id, contribution_id);
comment on table files is 'class: call';

-- One row per person, target and kind: the primary key is what makes a second support impossible.
create table responses (
  call_id uuid not null,
  step_id uuid not null,
  target uuid not null,
  responder uuid not null,
  kind text not null,
  response_id uuid not null,
  body jsonb not null check (pg_column_size(body) <= 16384),
  state text not null check (state in ('counted', 'taken-back', 'superseded')),
  erased boolean not null default false,
  channel text not null,
  given_at timestamptz not null,
  primary key (call_id, step_id, target, responder, kind)
);
create index responses_by_responder on responses (call_id, responder);
comment on table responses is 'class: call';

create table comments (
  call_id uuid not null references calls on delete cascade,
  target uuid not null,
  comment_id uuid not null,
  parent_id uuid,
  participant_id uuid not null,
  body text not null check (char_length(body) <= 5000),
  state text not null check (state in ('published', 'held', 'hidden', 'withdrawn', 'erased')),
  channel text not null,
  made_at timestamptz not null,
  primary key (call_id, target, comment_id)
);
create index comments_by_participant on comments (call_id, participant_id);
comment on table comments is 'class: call';

-- Running totals, written by the sequencer alone, so that no two people ever wait for one row.
create table contribution_totals (
  call_id uuid not null,
  contribution_id uuid not null,
  step_id uuid not null,
  shown boolean not null,
  responses integer not null default 0,
  value bigint not null default 0,
  comments integer not null default 0,
  primary key (call_id, contribution_id)
);
create index contribution_totals_best on contribution_totals (call_id, step_id, value desc, contribution_id desc) where shown;
comment on table contribution_totals is 'class: call';

create table step_totals (
  call_id uuid not null,
  step_id uuid not null,
  contributions integer not null default 0,
  responses integer not null default 0,
  comments integer not null default 0,
  version bigint not null default 0,
  primary key (call_id, step_id)
);
comment on table step_totals is 'class: call';

create table results (
  call_id uuid not null references calls on delete cascade,
  step_id uuid not null,
  version integer not null,
  body jsonb not null,
  statistics jsonb not null,
  rules_version integer not null,
  made_at timestamptz not null,
  primary key (call_id, step_id, version)
);
comment on table results is 'class: call';

create table imports (
  call_id uuid not null references calls on delete cascade,
  source text not null check (char_length(source) <= 120),
  key text not null check (char_length(key) <= 200),
  subject_id uuid not null,
  input_hash bytea not null,
  primary key (call_id, source, key)
);
comment on table imports is 'class: call';

-- ---------------------------------------------------------------- keeping order
create table flags (
  call_id uuid not null references calls on delete cascade,
  target uuid not null,
  target_kind text not null check (target_kind in ('contribution', 'comment')),
  flagger uuid not null,
  ground text not null check (ground in ('spam', 'abuse', 'illegal', 'private', 'off-topic', 'duplicate', 'other')),
  note text not null default '' check (char_length(note) <= 1000),
  flagged_at timestamptz not null,
  settled_at timestamptz,
  primary key (call_id, target, flagger)
);
create index flags_waiting on flags (call_id, flagged_at) where settled_at is null;
comment on table flags is 'class: call';

create table moderation_decisions (
  call_id uuid not null references calls on delete cascade,
  decision_id uuid not null,
  target uuid not null,
  target_kind text not null check (target_kind in ('contribution', 'comment')),
  decision text not null check (decision in ('publish', 'hide')),
  ground text not null,
  reason text not null check (char_length(reason) <= 2000),
  decided_by uuid,
  decided_at timestamptz not null,
  primary key (call_id, decision_id)
);
create index moderation_decisions_by_target on moderation_decisions (call_id, target);
comment on table moderation_decisions is 'class: call';

-- ---------------------------------------------------------------- the ledger
create table ledger_logs (
  log_id uuid primary key,
  kind text not null check (kind in ('call', 'organisation')),
  size bigint not null default 0,
  root bytea not null,
  checkpoint text not null default '',
  signed_at timestamptz
);
comment on table ledger_logs is 'class: log';

create table ledger_lines (
  log_id uuid not null,
  line_id uuid not null,
  sequence bigint,
  event text not null,
  at timestamptz not null,
  subject_kind text not null,
  subject_id uuid not null,
  participant_id uuid,
  commitment bytea not null,
  counted jsonb,
  counted_salt bytea,
  personal jsonb,
  personal_salt bytea,
  personal_commitment bytea not null,
  hidden_until timestamptz,
  change jsonb,
  primary key (log_id, line_id)
);
create index ledger_lines_waiting on ledger_lines (log_id, at, line_id) where sequence is null;
create unique index ledger_lines_in_order on ledger_lines (log_id, sequence) where sequence is not null;
create index ledger_lines_by_subject on ledger_lines (log_id, subject_id);
comment on table ledger_lines is 'class: log';

create table ledger_tiles (
  log_id uuid not null,
  level smallint not null,
  number bigint not null,
  hashes bytea not null,
  primary key (log_id, level, number)
);
comment on table ledger_tiles is 'class: log';

-- How far each reader of the ledger (webhooks, feeds, letters) has come in each log.
create table ledger_readers (
  log_id uuid not null,
  reader text not null,
  next_sequence bigint not null,
  primary key (log_id, reader)
);
comment on table ledger_readers is 'class: log';
