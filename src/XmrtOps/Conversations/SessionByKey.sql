-- The session of a key, and how many keys differ from it by case or white space only.
-- $1 the key
-- In psql 16 and later: this text followed by
--   \bind 'ip-203.0.113.7' \g
SELECT s.id, s.is_active, s.created_at, s.updated_at, s.session_key = $1::text AS is_exact
FROM public.conversation_sessions s
WHERE s.session_key = $1::text OR lower(btrim(s.session_key)) = lower(btrim($1::text))
ORDER BY is_exact DESC, s.updated_at DESC
LIMIT 10
