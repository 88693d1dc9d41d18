-- How many sessions are marked as active, of how many? One row.
-- No parameters; runs in psql as it stands. No index holds is_active: this reads the whole table.
SELECT count(*) AS sessions, count(*) FILTER (WHERE is_active) AS marked_active
FROM public.conversation_sessions;
