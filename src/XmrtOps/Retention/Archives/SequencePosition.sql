-- How far the sequence $1 (name as SQL writes it) is: the number that it gave last, and its step.
-- psql: \bind public.t_id_seq \g
SELECT coalesce(pg_sequence_last_value(s.seqrelid::regclass), s.seqstart - s.seqincrement), s.seqincrement, s.seqmax
FROM pg_catalog.pg_sequence s
WHERE s.seqrelid = $1::text::regclass
