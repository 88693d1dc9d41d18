-- Sessions that the application does not find any more because they are not marked active, and that still hold the key of a
-- visitor who may come back: his address. Keys with a time in them (ip-local-…, community_…) never come again.
-- No parameters; runs in psql as it stands.
SELECT EXISTS (
           SELECT
           FROM pg_catalog.pg_index i
           JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
           WHERE i.indrelid = 'public.conversation_sessions'::regclass AND i.indisunique AND i.indnkeyatts = 1 AND i.indpred IS NULL
             AND a.attname = 'session_key') AS is_unique,
       count(*) FILTER (WHERE s.is_active IS NOT TRUE) AS not_active,
       count(*) FILTER (WHERE s.is_active IS NOT TRUE AND s.session_key ~ '^ip-(?!local-)') AS blocking,
       count(*) AS sessions
FROM public.conversation_sessions s
