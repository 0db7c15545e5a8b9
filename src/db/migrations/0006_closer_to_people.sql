-- ---------------------------------------------------------------- stored files whose rows are gone
-- Written where many files go at once, such as those of the demo: a job deletes their bytes after the commit, and a crash
-- in between forgets none.
create table unwanted_files (
  file_key text primary key,
  since timestamptz not null
);
comment on table unwanted_files is 'class: reference';

-- ---------------------------------------------------------------- letters
-- Whether somebody wants to hear how calls ended in which they took part.
alter table people add column hears_results boolean not null default true;

-- ---------------------------------------------------------------- statements of an organisation
alter table organisations
  add column imprint text not null default '' check (char_length(imprint) <= 20000),
  add column accessibility text not null default '' check (char_length(accessibility) <= 20000);

-- ---------------------------------------------------------------- whom somebody does not want to see
-- By a part in one call: a block that followed a person from call to call would tell which parts are the same person's.
alter table blocks rename to old_blocks;
alter table old_blocks rename constraint blocks_pkey to old_blocks_pkey;
create table blocks (
  person_id uuid not null,
  call_id uuid not null references calls on delete cascade,
  participant_id uuid not null,
  blocked_at timestamptz not null,
  primary key (person_id, call_id, participant_id)
);
comment on table blocks is 'class: person';
create index blocks_of_participant on blocks (call_id, participant_id);
comment on index blocks_of_participant is 'global: who is erased, or turns out to be somebody else, is found in the lists of others';
insert into blocks (person_id, call_id, participant_id, blocked_at)
select b.person_id, p.call_id, p.participant_id, b.blocked_at
from old_blocks b join participants p on p.person_id = b.blocked_id;
drop table old_blocks;
