-- ---------------------------------------------------------------- threads
-- A thread has two levels: its first comment, and what was said below it. What a comment below answers to is kept beside.
alter table comments
  add column in_reply_to uuid,
  -- Set once something was said below: a first comment that goes from view then keeps its place.
  add column has_replies boolean not null default false;
create unique index comments_by_id on comments (call_id, comment_id);
-- A page of a thread reads as many entries as it shows, whatever the thread's length and whatever was taken off.
create index comments_first on comments (call_id, target, comment_id)
  where parent_id is null and (state = 'published' or has_replies);
create index comments_below on comments (call_id, target, parent_id, comment_id)
  where parent_id is not null and state = 'published';
create index comments_waiting on comments (call_id, comment_id) where state = 'held';

-- ---------------------------------------------------------------- keeping order
create index flags_open on flags (call_id, target) where settled_at is null;

-- ---------------------------------------------------------------- files nobody attached
create index files_loose on files (made_at) where contribution_id is null;
comment on index files_loose is 'global: the job that removes files nobody attached looks for old ones';
create index files_loose_by_participant on files (call_id, participant_id) where contribution_id is null;

-- ---------------------------------------------------------------- webhooks
create index webhook_deliveries_by_hook on webhook_deliveries (webhook_id, delivery_id desc);
create index webhook_deliveries_due_by_hook on webhook_deliveries (webhook_id, next_try_at, delivery_id)
  where next_try_at is not null;
