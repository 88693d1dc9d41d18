-- Memories of a session, those of a user and those of others.
-- $1 key of the session   $2 its identifier as a text, or null   $3 the user
-- In psql 16 and later: this text followed by
--   \bind 'ip-203.0.113.7' null '203.0.113.7' \g
SELECT count(*) FILTER (WHERE c.user_id = $3::text), count(*) FILTER (WHERE c.user_id <> $3::text)
FROM public.memory_contexts c
WHERE c.session_id IN ($1::text, $2::text)
