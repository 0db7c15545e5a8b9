-- The lines of one subject in their order: whether a later line replaced a record is one step into the index, whatever
-- the planner knows of the table.
drop index ledger_lines_by_subject;
create index ledger_lines_by_subject on ledger_lines (log_id, subject_id, sequence);
