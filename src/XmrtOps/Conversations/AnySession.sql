-- A session that there is, to try a message for. No parameters; runs in psql as it stands.
SELECT s.id FROM public.conversation_sessions s ORDER BY s.id LIMIT 1
