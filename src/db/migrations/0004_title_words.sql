-- ---------------------------------------------------------------- possible duplicates while typing
-- The keys that published titles are found by (docs/decisions/0010-duplicate-search.md). Written and removed with the
-- contribution; nothing else refers to it.
create table title_words (
  call_id uuid not null references calls on delete cascade,
  word text collate "C" not null check (char_length(word) between 1 and 12),
  contribution_id uuid not null,
  primary key (call_id, word, contribution_id)
);
create index title_words_by_contribution on title_words (call_id, contribution_id);
comment on table title_words is 'class: call';
