-- What refers to sessions that do not exist: messages (only where their foreign key is gone), summaries and memories, which
-- have none. A memory names its session by key or by identifier.
-- $1 identifiers, or null   $2 session key, as a regular expression, or null   $3 newest row since   $4 and before, or null
-- $5 to skip   $6 to return, or null
-- In psql 16 and later: this text followed by
--   \bind null null null null 0 20 \g
WITH reference AS (
    SELECT m.session_id::text AS name, 1 AS message, 0 AS summary, 0 AS memory, m."timestamp" AS at
    FROM public.conversation_messages m
    WHERE NOT EXISTS (SELECT FROM public.conversation_sessions s WHERE s.id = m.session_id)
    UNION ALL
    SELECT u.session_id::text, 0, 1, 0, u.updated_at
    FROM public.conversation_summaries u
    WHERE NOT EXISTS (SELECT FROM public.conversation_sessions s WHERE s.id = u.session_id)
    UNION ALL
    SELECT c.session_id, 0, 0, 1, c."timestamp"
    FROM public.memory_contexts c
    WHERE NOT EXISTS (SELECT FROM public.conversation_sessions s WHERE s.session_key = c.session_id)
      AND NOT EXISTS (SELECT FROM public.conversation_sessions s WHERE s.id::text = lower(c.session_id))
), missing AS (
    SELECT r.name, sum(r.message) AS messages, sum(r.summary) AS summaries, sum(r.memory) AS memories,
           max(r.at) FILTER (WHERE r.message = 1) AS last_message_at, max(r.at) AS last_at
    FROM reference r
    GROUP BY r.name
)
SELECT m.name, m.messages, m.summaries, m.memories, m.last_message_at, m.last_at, count(*) OVER ()
FROM missing m
WHERE ($1::uuid[] IS NULL OR m.name = ANY ($1::uuid[]::text[]))
  AND ($2::text IS NULL OR m.name ~* $2::text)
  AND ($3::timestamptz IS NULL OR m.last_at >= $3::timestamptz)
  AND ($4::timestamptz IS NULL OR m.last_at < $4::timestamptz)
ORDER BY m.last_at DESC NULLS LAST, m.name
OFFSET $5::bigint LIMIT $6::bigint
