-- Hashes do not compress: trying to, each time the last tile of a log grows, costs more than writing them.
alter table ledger_tiles alter column hashes set storage external;
