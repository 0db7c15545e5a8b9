-- The dialogue after collecting: order kept with reasons, themes, merging, answers, follow-up, credit, being told, groups.

-- ---------------------------------------------------------------- what became of a contribution
alter table contributions
  -- The organisation's own word for the coarse class in `status`, one of the call's statuses.
  add column own_status text check (char_length(own_status) <= 40),
  -- The published answer that holds now, and when the first one came.
  add column answer_id uuid,
  add column answered_at timestamptz,
  -- The contribution this one was merged into: it keeps its address, its words and its thread there.
  add column merged_into uuid,
  -- Readable behind a note; nobody responds or comments any more.
  add column restricted_at timestamptz,
  -- The theme an organiser confirmed at the analysis desk; `theme` is what its author chose.
  add column desk_theme uuid;
create index contributions_unanswered on contributions (call_id, contribution_id)
  where state = 'published' and answered_at is null and merged_into is null;
create index contributions_by_status on contributions (call_id, status) where state = 'published' and merged_into is null;
create index contributions_merged on contributions (call_id, merged_into) where merged_into is not null;
create index contributions_by_desk_theme on contributions (call_id, desk_theme, contribution_id) where desk_theme is not null;
create index contributions_by_answer on contributions (call_id, answer_id) where answer_id is not null;

-- A merge or a split is one deed: undone whole, within the record.
create table reshapings (
  call_id uuid not null references calls on delete cascade,
  reshaping_id uuid not null,
  kind text not null check (kind in ('merge', 'split')),
  reason text not null check (char_length(reason) between 1 and 2000),
  made_by uuid,
  made_at timestamptz not null,
  undone_at timestamptz,
  undone_reason text not null default '' check (char_length(undone_reason) <= 2000),
  primary key (call_id, reshaping_id)
);
comment on table reshapings is 'class: call';
alter table lineage add column reshaping_id uuid;
create index lineage_by_reshaping on lineage (call_id, reshaping_id) where reshaping_id is not null;

-- A response that came with a merged contribution: where from, so that an undoing gives it back.
alter table responses
  add column carried_from uuid,
  -- Of a response that a merge took out of the count: where it went, or would have gone.
  add column carried_to uuid;
create index responses_carried on responses (call_id, carried_from) where carried_from is not null;

-- ---------------------------------------------------------------- keeping order
alter table moderation_decisions drop constraint moderation_decisions_decision_check;
alter table moderation_decisions
  add constraint moderation_decisions_decision_check check (decision in ('publish', 'revise', 'hide', 'move', 'restrict')),
  -- The statement of reasons: what the decision reaches, what it rests on, and whether a program found it.
  add column scope text not null default '' check (char_length(scope) <= 300),
  add column facts text not null default '' check (char_length(facts) <= 2000),
  add column rule text not null default '' check (char_length(rule) <= 300),
  add column found_by text not null default 'person' check (found_by in ('person', 'flag', 'program')),
  -- Of `move`: from which step or theme to which.
  add column moved jsonb,
  -- Of a decision made on an appeal: the decision it looked at.
  add column on_appeal_of uuid,
  -- Since when it had waited for a person: its oldest open flag or hold; null where nobody and nothing had asked.
  add column waited_since timestamptz;
create index moderation_decisions_by_ground on moderation_decisions (call_id, ground, decision_id desc);

create index flags_by_flagger on flags (flagger);
comment on index flags_by_flagger is 'global: a person sees and erases what is theirs, also where they took no other part';

-- A decision is contested once, by whom it concerns; the primary key sees to it.
create table appeals (
  call_id uuid not null references calls on delete cascade,
  decision_id uuid not null,
  appeal_id uuid not null,
  participant_id uuid not null,
  words text not null check (char_length(words) <= 2000),
  made_at timestamptz not null,
  outcome text check (outcome in ('upheld', 'reversed')),
  reason text not null default '' check (char_length(reason) <= 2000),
  settled_by uuid,
  settled_at timestamptz,
  primary key (call_id, decision_id)
);
create index appeals_waiting on appeals (call_id, made_at) where settled_at is null;
comment on table appeals is 'class: call';

-- Why a program asks for a person's look; it never decides.
create table holds (
  call_id uuid not null references calls on delete cascade,
  target uuid not null,
  rule text not null check (rule in ('burst', 'link', 'near-copy', 'shouting', 'word', 'newcomer')),
  target_kind text not null check (target_kind in ('contribution', 'comment')),
  -- What the rule saw, in codes and figures: the word of the list, the other contribution, how many in how long.
  found jsonb not null default '{}',
  held_at timestamptz not null,
  settled_at timestamptz,
  primary key (call_id, target, rule)
);
comment on table holds is 'class: call';

-- What came in within the last hour, by whom and from where, as keyed hashes: what the rule about bursts counts.
create table arrivals (
  call_id uuid not null references calls on delete cascade,
  source_hash bytea not null,
  arrived_at timestamptz not null,
  target uuid not null,
  primary key (call_id, source_hash, arrived_at, target)
);
comment on table arrivals is 'class: call';

-- What the programs of a call look for; may be changed while it runs, by organisers and moderators.
create table call_guards (
  call_id uuid primary key references calls on delete cascade,
  words text[] not null default '{}' check (cardinality(words) <= 500),
  links boolean not null default true,
  copies boolean not null default true,
  shouting boolean not null default true,
  -- So many contributions and comments of one person, or of one address, within ten minutes.
  burst smallint not null default 8 check (burst between 2 and 200),
  -- With moderation before publishing: after so many accepted contributions a person is not looked at first; null: never.
  trust_after smallint check (trust_after between 1 and 100),
  changed_at timestamptz not null
);
comment on table call_guards is 'class: call';

-- A new account that a rule holds: it may do everything, and a person looks before anybody sees it.
alter table people
  -- Stops letters without signing in; in the addresses of letters alone.
  add column letter_key uuid,
  add column held_for text check (held_for in ('disposable-address', 'burst', 'name')),
  add column cleared_at timestamptz;
create index people_held on people (created_at) where held_for is not null and cleared_at is null;

-- Accounts made within the last day, by the keyed hash of where they came from: what the rule about sign-ups counts.
create table sign_ups (
  person_id uuid primary key,
  source_hash bytea not null,
  signed_up_at timestamptz not null
);
create index sign_ups_by_source on sign_ups (source_hash, signed_up_at);
comment on table sign_ups is 'class: person';
comment on index sign_ups_by_source is 'global: sign-ups of one address are counted';

-- ---------------------------------------------------------------- themes and near-copies
create table themes (
  call_id uuid not null references calls on delete cascade,
  theme_id uuid not null,
  name text not null check (char_length(name) between 1 and 120),
  summary text not null default '' check (char_length(summary) <= 2000),
  -- suggested: by the machine; accepted: by a person, shown to everybody; dropped: by a person.
  state text not null check (state in ('suggested', 'accepted', 'dropped')),
  -- What the machine said and stays said: { name, keywords, typical, members }; null where a person made it.
  suggested jsonb,
  -- Where it came from by hand: { kind: 'merge' | 'split', themes: [...] }.
  came_from jsonb,
  position integer not null default 0,
  changed_by uuid,
  changed_at timestamptz not null,
  primary key (call_id, theme_id)
);
comment on table themes is 'class: call';

-- Which theme the machine put a contribution in, and which a person did: both are kept.
create table theme_members (
  call_id uuid not null references calls on delete cascade,
  contribution_id uuid not null,
  suggested_theme uuid,
  likeness real,
  decided_theme uuid,
  decided_by uuid,
  decided_at timestamptz,
  primary key (call_id, contribution_id)
);
create index theme_members_suggested on theme_members (call_id, suggested_theme, contribution_id);
create index theme_members_decided on theme_members (call_id, decided_theme, contribution_id) where decided_theme is not null;
comment on table theme_members is 'class: call';

create table near_copies (
  call_id uuid not null references calls on delete cascade,
  contribution_id uuid not null,
  other_id uuid not null,
  likeness real not null,
  state text not null default 'open' check (state in ('open', 'merged', 'different')),
  decided_by uuid,
  decided_at timestamptz,
  -- A pair has one order.
  check (contribution_id < other_id),
  primary key (call_id, contribution_id, other_id)
);
create index near_copies_open on near_copies (call_id, likeness desc, contribution_id, other_id) where state = 'open';
create index near_copies_of_other on near_copies (call_id, other_id);
comment on table near_copies is 'class: call';

-- One row a call: how far its analysis is, what it says, and the frozen weights new contributions are placed by.
create table analyses (
  call_id uuid primary key references calls on delete cascade,
  state text not null check (state in ('wanted', 'running', 'done', 'failed')),
  -- 0 to 1 while it runs.
  progress real not null default 0,
  wanted_at timestamptz not null,
  made_at timestamptz,
  contributions integer not null default 0,
  placed_since integer not null default 0,
  report jsonb,
  model bytea,
  problem text not null default '' check (char_length(problem) <= 500)
);
comment on table analyses is 'class: call';

-- Signed translations of the summary, by language; they go when the summary changes.
alter table themes add column translations jsonb not null default '{}' check (pg_column_size(translations) <= 65536);

-- Sentences a language model drafted; a draft until a person signs it.
create table machine_drafts (
  call_id uuid not null references calls on delete cascade,
  draft_id uuid not null,
  subject_kind text not null check (subject_kind in ('theme-name', 'theme-summary', 'translation')),
  subject_id uuid not null,
  language text not null check (char_length(language) <= 20),
  -- wanted, asking: a job is at it; made: waits for a person; failed: see its problem.
  state text not null check (state in ('wanted', 'asking', 'made', 'failed', 'signed', 'dropped')),
  tries smallint not null default 0,
  -- When to ask, or to ask again; of one being asked: when that counts as broken off.
  due_at timestamptz not null,
  problem text check (char_length(problem) <= 40),
  -- Whose words were sent; an erasure takes ids out, also while the answer is on its way.
  sent uuid[] not null default '{}',
  -- [{ text, cites: [contribution ids] }]
  sentences jsonb not null default '[]' check (pg_column_size(sentences) <= 65536),
  -- How many sentences were thrown away because they cited nothing that was sent.
  thrown_away smallint not null default 0,
  -- The text a translation was made from: a signature under one of an older text is refused.
  made_from text not null default '' check (char_length(made_from) <= 2000),
  model text not null default '' check (char_length(model) <= 120),
  asked_by uuid,
  asked_at timestamptz not null,
  made_at timestamptz,
  signed_by uuid,
  signed_at timestamptz,
  dropped_at timestamptz,
  primary key (call_id, draft_id)
);
create unique index machine_drafts_open on machine_drafts (call_id, subject_id, subject_kind, language)
  where state in ('wanted', 'asking', 'made');
create index machine_drafts_due on machine_drafts (due_at) where state in ('wanted', 'asking');
comment on table machine_drafts is 'class: call';
comment on index machine_drafts_due is 'global: the job that asks looks for what waits';

-- ---------------------------------------------------------------- answers
alter table organisations add column second_look boolean not null default false;
-- [{ id, name, class }] in the organisation's words; empty: the coarse classes themselves.
alter table calls add column statuses jsonb not null default '[]' check (pg_column_size(statuses) <= 8192);

create table answers (
  call_id uuid not null references calls on delete cascade,
  answer_id uuid not null,
  -- Whom it answers: contributions chosen one by one, all of a theme, or the call as a whole.
  scope text not null check (scope in ('contributions', 'theme', 'call')),
  theme_id uuid,
  state text not null check (state in ('draft', 'for-review', 'published', 'replaced', 'dropped')),
  status text not null check (status in ('under-study', 'accepted', 'partly-accepted', 'declined', 'done')),
  own_status text check (char_length(own_status) <= 40),
  -- The reason; a status without one is no answer.
  body text not null default '' check (char_length(body) <= 10000),
  revision integer not null default 1,
  drafted_by uuid,
  drafted_at timestamptz not null,
  changed_at timestamptz not null,
  looked_by uuid,
  published_by uuid,
  published_at timestamptz,
  primary key (call_id, answer_id)
);
create index answers_published on answers (call_id, published_at desc, answer_id desc) where state = 'published';
create index answers_underway on answers (call_id, changed_at desc) where state in ('draft', 'for-review');
comment on table answers is 'class: call';

create table answer_targets (
  call_id uuid not null,
  answer_id uuid not null,
  contribution_id uuid not null,
  -- What in the answer concerns just this one; may be empty.
  concerning text not null default '' check (char_length(concerning) <= 2000),
  primary key (call_id, answer_id, contribution_id),
  foreign key (call_id, answer_id) references answers on delete cascade
);
create index answer_targets_by_contribution on answer_targets (call_id, contribution_id, answer_id);
comment on table answer_targets is 'class: call';

-- An author's word on an answer: once a reply, and whether the answer answers.
create table answer_replies (
  call_id uuid not null references calls on delete cascade,
  answer_id uuid not null,
  participant_id uuid not null,
  rating text check (rating in ('answers', 'partly', 'does-not')),
  body text not null default '' check (char_length(body) <= 2000),
  replied_at timestamptz,
  rated_at timestamptz,
  primary key (call_id, answer_id, participant_id)
);
comment on table answer_replies is 'class: call';

-- What organisers were reminded of, each once.
create table reminders (
  call_id uuid not null references calls on delete cascade,
  reminder text not null check (char_length(reminder) <= 60),
  reminded_at timestamptz not null,
  primary key (call_id, reminder)
);
comment on table reminders is 'class: call';

-- ---------------------------------------------------------------- follow-up
create table milestones (
  call_id uuid not null references calls on delete cascade,
  milestone_id uuid not null,
  title text not null check (char_length(title) between 1 and 200),
  body text not null default '' check (char_length(body) <= 10000),
  due_on date,
  first_due_on date,
  owner text not null default '' check (char_length(owner) <= 200),
  state text not null check (state in ('planned', 'started', 'done', 'dropped')),
  position integer not null default 0,
  revision integer not null default 1,
  made_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (call_id, milestone_id)
);
comment on table milestones is 'class: call';

create table milestone_sources (
  call_id uuid not null,
  milestone_id uuid not null,
  contribution_id uuid not null,
  primary key (call_id, milestone_id, contribution_id),
  foreign key (call_id, milestone_id) references milestones on delete cascade
);
create index milestone_sources_by_contribution on milestone_sources (call_id, contribution_id);
comment on table milestone_sources is 'class: call';

-- The timeline: every change of a milestone with its reason and evidence; nothing is overwritten.
create table milestone_turns (
  call_id uuid not null,
  milestone_id uuid not null,
  turn_id uuid not null,
  state text not null check (state in ('planned', 'started', 'done', 'dropped')),
  due_on date,
  note text not null default '' check (char_length(note) <= 5000),
  -- [{ kind: 'link' | 'file' | 'place', … }]
  evidence jsonb not null default '[]' check (pg_column_size(evidence) <= 16384),
  made_by uuid,
  made_at timestamptz not null,
  primary key (call_id, milestone_id, turn_id),
  foreign key (call_id, milestone_id) references milestones on delete cascade
);
create index milestone_turns_newest on milestone_turns (call_id, turn_id desc);
comment on table milestone_turns is 'class: call';

-- What somebody holds against the record of an organisation, shown beside it with the organisation's word.
create table disputes (
  call_id uuid not null references calls on delete cascade,
  dispute_id uuid not null,
  participant_id uuid not null,
  words text not null check (char_length(words) <= 2000),
  made_at timestamptz not null,
  state text not null default 'published' check (state in ('published', 'hidden', 'withdrawn', 'erased')),
  word_of_organisation text not null default '' check (char_length(word_of_organisation) <= 2000),
  worded_at timestamptz,
  primary key (call_id, dispute_id),
  unique (call_id, participant_id)
);
comment on table disputes is 'class: call';

-- ---------------------------------------------------------------- credit
-- A page of one's own, for those who want one.
create table profiles (
  person_id uuid primary key,
  slug text not null check (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  name text not null check (char_length(name) between 1 and 80),
  about text not null default '' check (char_length(about) <= 2000),
  is_public boolean not null default false,
  -- Whether organisers may find this person by skill and work and ask.
  is_findable boolean not null default false,
  changed_at timestamptz not null
);
create unique index profiles_by_slug on profiles (slug);
comment on table profiles is 'class: person';
comment on index profiles_by_slug is 'global: the address of a page is its own';

create table profile_calls (
  person_id uuid not null,
  call_id uuid not null,
  -- Takes one call off the page.
  is_hidden boolean not null,
  primary key (person_id, call_id)
);
comment on table profile_calls is 'class: person';

create table skills (
  person_id uuid not null,
  skill text not null check (char_length(skill) between 2 and 60),
  primary key (person_id, skill)
);
create index skills_by_words on skills using gin (lower(skill) gin_trgm_ops);
comment on table skills is 'class: person';
comment on index skills_by_words is 'global: experts are searched by skill';

create table certificates (
  call_id uuid not null references calls on delete cascade,
  certificate_id uuid not null,
  participant_id uuid not null,
  -- What it says, signed: a note (C2SP) of one line of canonical JSON; emptied when the person is erased.
  note text not null check (char_length(note) <= 40000),
  issued_at timestamptz not null,
  erased_at timestamptz,
  primary key (call_id, certificate_id)
);
create index certificates_by_participant on certificates (call_id, participant_id);
comment on table certificates is 'class: call';

-- ---------------------------------------------------------------- being told
-- Something that people of a call should hear of: written with what happened, handed round by a job.
create table news (
  call_id uuid not null references calls on delete cascade,
  news_id uuid not null,
  event text not null check (char_length(event) <= 60),
  subject_id uuid not null,
  -- What its words are made from; never words of a person that could go.
  facts jsonb not null check (pg_column_size(facts) <= 8192),
  -- Whom it concerns: see `Audience` of the notification folder.
  audience jsonb not null,
  -- Whether letters follow each person's pace, go out at once whatever the pace (but for never), or were sent another way.
  letter text not null default 'by-pace' check (letter in ('by-pace', 'at-once', 'none')),
  made_at timestamptz not null,
  handed_round_at timestamptz,
  primary key (call_id, news_id)
);
create index news_waiting on news (made_at, news_id) where handed_round_at is null;
comment on table news is 'class: call';
comment on index news_waiting is 'global: the job that hands news round looks for what waits';

-- One row a person and news: the unique pair is what makes telling twice impossible.
create table notifications (
  person_id uuid not null,
  notification_id uuid not null,
  call_id uuid not null,
  news_id uuid not null,
  -- Which of the person's own contributions, or of those the person supported, it is about; the first few.
  about uuid[] not null default '{}',
  -- Why this person is told: an author, a supporter, somebody who takes part, somebody at work on it.
  because text not null check (because in ('author', 'supporter', 'participant', 'desk', 'asked')),
  made_at timestamptz not null,
  seen_at timestamptz,
  -- When its letter is due; null once one was written, or where none is wanted.
  letter_due_at timestamptz,
  push_due_at timestamptz,
  primary key (person_id, notification_id),
  unique (person_id, news_id)
);
create index notifications_unseen on notifications (person_id, notification_id desc) where seen_at is null;
create index notifications_letters_due on notifications (letter_due_at, person_id) where letter_due_at is not null;
create index notifications_push_due on notifications (push_due_at, person_id) where push_due_at is not null;
create index notifications_of_call on notifications (call_id);
comment on table notifications is 'class: person';
comment on index notifications_letters_due is 'global: the job that writes digests looks at those with news alone';
comment on index notifications_push_due is 'global: the job that pushes looks at those with news alone';
comment on index notifications_of_call is 'global: a demo call that goes takes its news along';

-- How often somebody wants letters: of one call, or (nil id) of all.
create table hearings (
  person_id uuid not null,
  call_id uuid not null default '00000000-0000-0000-0000-000000000000',
  pace text not null check (pace in ('at-once', 'daily', 'weekly', 'never')),
  changed_at timestamptz not null,
  primary key (person_id, call_id)
);
comment on table hearings is 'class: person';

create table push_addresses (
  person_id uuid not null,
  push_id uuid not null,
  endpoint text not null check (char_length(endpoint) <= 1000),
  p256dh text not null check (char_length(p256dh) <= 200),
  auth text not null check (char_length(auth) <= 100),
  made_at timestamptz not null,
  failures smallint not null default 0,
  primary key (person_id, push_id),
  unique (person_id, endpoint)
);
comment on table push_addresses is 'class: person';

alter table mails
  -- Set before a letter is handed to the server, gone once the answer is known: found after a crash it means that nobody
  -- can tell whether the letter went out, and it is not sent again by itself.
  add column handed_over_at timestamptz,
  -- The address to stop such letters with one click (RFC 8058); null where a letter is owed.
  add column unsubscribe text;

-- Addresses that mail keeps coming back from: nothing more is sent until the person signs in or changes it.
create table bounced_addresses (
  email text primary key check (char_length(email) <= 254),
  bounces integer not null default 1,
  last_at timestamptz not null,
  stopped_at timestamptz
);
comment on table bounced_addresses is 'class: reference';

-- ---------------------------------------------------------------- groups and experts
create table groups (
  group_id uuid primary key,
  organisation_id uuid not null references organisations on delete cascade,
  slug text not null check (slug ~ '^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$'),
  name text not null check (char_length(name) between 1 and 120),
  about text not null default '' check (char_length(about) <= 5000),
  -- Who sees its members and calls, and who finds that it exists.
  visibility text not null check (visibility in ('everybody', 'members')),
  discoverability text not null check (discoverability in ('listed', 'by-address', 'invited')),
  joining text not null check (joining in ('open', 'asked', 'invited')),
  -- [{ text, required }]
  questions jsonb not null default '[]' check (pg_column_size(questions) <= 8192),
  revision integer not null default 1,
  made_at timestamptz not null,
  closed_at timestamptz,
  unique (organisation_id, slug)
);
comment on table groups is 'class: reference';

create table group_members (
  person_id uuid not null,
  group_id uuid not null references groups on delete cascade,
  state text not null check (state in ('asked', 'member', 'left', 'refused')),
  is_steward boolean not null default false,
  -- [{ question, answer }], the question in the words it was asked in.
  answers jsonb not null default '[]' check (pg_column_size(answers) <= 16384),
  -- Of `refused`: why.
  reason text not null default '' check (char_length(reason) <= 1000),
  changed_at timestamptz not null,
  primary key (person_id, group_id)
);
create index group_members_by_group on group_members (group_id, state, person_id);
comment on table group_members is 'class: person';
comment on index group_members_by_group is 'global: a group lists its members';

-- Whoever proves one of these addresses may join.
create table group_invitations (
  group_id uuid not null references groups on delete cascade,
  email text not null check (char_length(email) <= 254),
  invited_at timestamptz not null,
  primary key (group_id, email)
);
create index group_invitations_by_email on group_invitations (email);
comment on table group_invitations is 'class: reference';

-- A wider circle than members agreed to: holds once every member has consented, or left.
create table group_loosenings (
  group_id uuid not null references groups on delete cascade,
  loosening_id uuid not null,
  visibility text not null,
  discoverability text not null,
  joining text not null,
  proposed_by uuid,
  proposed_at timestamptz not null,
  settled_at timestamptz,
  held boolean,
  primary key (group_id, loosening_id)
);
create unique index group_loosenings_open on group_loosenings (group_id) where settled_at is null;
comment on table group_loosenings is 'class: reference';

create table group_consents (
  person_id uuid not null,
  group_id uuid not null,
  loosening_id uuid not null,
  consented_at timestamptz not null,
  primary key (person_id, group_id, loosening_id),
  foreign key (group_id, loosening_id) references group_loosenings on delete cascade
);
comment on table group_consents is 'class: person';

-- Who is asked, where a call is not for everybody: { kind: 'group' | 'list' | 'domain' | 'verified', … }; null: everybody.
alter table calls add column audience_rule jsonb;
create table audience_entries (
  call_id uuid not null references calls on delete cascade,
  -- Salted hash: of an e-mail address, with the call's id as salt, or of a line of a verified list, whose salt is in the rule.
  entry_hash bytea not null,
  -- Whoever used the entry: it admits one.
  participant_id uuid,
  primary key (call_id, entry_hash)
);
create unique index audience_entries_used on audience_entries (call_id, participant_id) where participant_id is not null;
comment on table audience_entries is 'class: call';

create table expert_invitations (
  call_id uuid not null references calls on delete cascade,
  invitation_id uuid not null,
  person_id uuid not null,
  words text not null default '' check (char_length(words) <= 2000),
  role text not null check (role in ('juror', 'analyst', 'advice')),
  invited_by uuid,
  invited_at timestamptz not null,
  state text not null check (state in ('invited', 'accepted', 'declined', 'forwarded', 'withdrawn')),
  reply text not null default '' check (char_length(reply) <= 2000),
  -- null: not said yet; '' : none.
  conflict text check (char_length(conflict) <= 2000),
  forwarded_from uuid,
  replied_at timestamptz,
  -- Contact details are shown once both have agreed.
  inviter_shares boolean not null default false,
  expert_shares boolean not null default false,
  primary key (call_id, invitation_id),
  unique (call_id, person_id)
);
create index expert_invitations_by_person on expert_invitations (person_id);
comment on table expert_invitations is 'class: call';
comment on index expert_invitations_by_person is 'global: a person sees what was asked';
