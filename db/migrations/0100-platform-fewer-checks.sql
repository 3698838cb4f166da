-- A check is read from its text by every statement that writes its table: what can be said as a type is one, and counts are checked together.
create domain returns.case_note as text check (length(value) <= 2000);
create domain returns.words as jsonb check (jsonb_typeof(value) = 'object');
create domain returns.ways_back as text[]
  check (cardinality(value) > 0 and value <@ array['pickup', 'self-ship', 'drop-off', 'store', 'refused-at-door']);
alter table returns.return_case
  drop constraint return_case_note_check, alter column note type returns.case_note,
  drop constraint return_case_reason_words_check, alter column reason_words type returns.words,
  drop constraint return_case_ways_back_check, alter column ways_back type returns.ways_back,
  drop constraint return_case_units_check,
  drop constraint return_case_outbound_attempt_check,
  drop constraint return_case_reason_version_check,
  drop constraint return_case_freight_paid_minor_check,
  add constraint return_case_counts_check check (least(units, outbound_attempt, reason_version, freight_paid_minor) > 0);
alter table platform.deadline
  drop constraint deadline_extended_seconds_check,
  drop constraint deadline_extended_times_check,
  drop constraint deadline_given_seconds_check,
  drop constraint deadline_paused_seconds_check,
  add constraint deadline_times_check check (least(extended_seconds, extended_times, given_seconds, paused_seconds) >= 0);
