-- Sign-in and sessions belong to better-auth, in a schema of their own. Ids are text because it compares them with
-- whatever a browser sends; an account's id is the id of its person. `auth-options.server.ts` maps the names.
create schema auth;

create table auth.accounts (
  id text primary key,
  -- Always empty: names are kept with people, in one place.
  name text not null,
  email text not null unique check (char_length(email) <= 254),
  email_verified boolean not null,
  image text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table auth.sessions (
  id text primary key,
  account_id text not null references auth.accounts on delete cascade,
  token text not null unique,
  user_agent text,
  -- Always empty: nothing needs to know later from where somebody came.
  ip_address text,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index sessions_by_account on auth.sessions (account_id);
create index sessions_by_end on auth.sessions (expires_at);

-- A password, or an identity at another provider.
create table auth.credentials (
  id text primary key,
  account_id text not null references auth.accounts on delete cascade,
  provider_id text not null,
  provider_account_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, provider_account_id)
);
create index credentials_by_account on auth.credentials (account_id);

-- Single-use secrets under way: links in letters (by hash) and passkey challenges.
create table auth.verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index verifications_by_identifier on auth.verifications (identifier);
create index verifications_by_end on auth.verifications (expires_at);

create table auth.passkeys (
  id text primary key,
  account_id text not null references auth.accounts on delete cascade,
  name text,
  credential_id text not null,
  public_key text not null,
  counter integer not null,
  device_type text not null,
  backed_up boolean not null,
  transports text,
  aaguid text,
  created_at timestamptz
);
create index passkeys_by_account on auth.passkeys (account_id);
create index passkeys_by_credential on auth.passkeys (credential_id);

-- Sessions and accounts that ended a moment ago, while cookies that vouch for them may still be about.
create table auth.endings (
  ending_id uuid primary key,
  kind text not null check (kind in ('session', 'account')),
  subject text not null,
  ended_at timestamptz not null
);
create index endings_by_time on auth.endings (ended_at);

-- Letters of one recipient: counted before another one goes out, forgotten when the person asks.
create index mails_by_recipient on mails (lower(recipient), made_at);

create index blocks_by_blocked on blocks (blocked_id);
comment on index blocks_by_blocked is 'global: who is erased, or turns out to be somebody else, is found in the lists of others';

-- The parts of guests that an account with a part of its own has claimed.
create index participants_linked on participants (call_id, linked_to) where linked_to is not null;
