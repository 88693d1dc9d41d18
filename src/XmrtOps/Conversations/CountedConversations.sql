-- Sessions with their messages, where all have to be counted to know which come first, or because all are wanted: the
-- messages are counted in groups, once, and the counts joined to the sessions.
-- Where sessions are named by identifier or key the planner may look up only theirs.
-- Parameters and columns as in Conversations.sql; $7 may be Messages as well.
-- In psql 16 and later: this text followed by
--   \bind null null null null false false Messages 0 20 \g
WITH session AS NOT MATERIALIZED (
    SELECT s.id, s.session_key, s.title, s.is_active, s.created_at, s.updated_at, s.user_profile_id
    FROM public.conversation_sessions s
    WHERE ($1::uuid[] IS NULL OR s.id = ANY ($1::uuid[]))
      AND ($2::text IS NULL OR s.session_key ~* $2::text)
      AND (NOT $5::boolean OR s.is_active)
), counted AS (
    -- Of the two halves the parameters leave one: the planner drops the other. No index tells who wrote a message, so that
    -- for a page it is asked afterwards, of what is on it.
    SELECT m.session_id, count(*) AS messages, max(m."timestamp") AS last_at,
           CASE WHEN $9::bigint IS NULL THEN count(*) FILTER (WHERE m.message_type = 'user') END AS written
    FROM public.conversation_messages m
    WHERE $1::uuid[] IS NULL AND $2::text IS NULL
    GROUP BY m.session_id
    UNION ALL
    SELECT m.session_id, count(*), max(m."timestamp"),
           CASE WHEN $9::bigint IS NULL THEN count(*) FILTER (WHERE m.message_type = 'user') END
    FROM session s
    JOIN public.conversation_messages m ON m.session_id = s.id
    WHERE $1::uuid[] IS NOT NULL OR $2::text IS NOT NULL
    GROUP BY m.session_id
), chosen AS (
    SELECT s.*, coalesce(c.messages, 0) AS messages, c.last_at, c.written, count(*) OVER () AS matching,
           CASE WHEN $7::text = 'Messages' THEN coalesce(c.messages, 0) END AS most,
           CASE $7::text
               WHEN 'LastActivity' THEN coalesce(c.last_at, s.updated_at)
               WHEN 'Updated' THEN s.updated_at
               ELSE s.created_at
           END AS place
    FROM session s
    LEFT JOIN counted c ON c.session_id = s.id
    WHERE ($3::timestamptz IS NULL OR coalesce(c.last_at, s.updated_at) >= $3::timestamptz)
      AND ($4::timestamptz IS NULL OR coalesce(c.last_at, s.updated_at) < $4::timestamptz)
      AND (NOT $6::boolean OR c.last_at IS NULL)
    ORDER BY most DESC, place DESC NULLS LAST, s.created_at DESC NULLS LAST, s.id
    OFFSET $8::bigint LIMIT $9::bigint
)
SELECT c.id, c.session_key, c.title, c.is_active, c.created_at, c.updated_at, c.user_profile_id,
       c.messages, coalesce(c.written, m.written), c.last_at, c.matching
FROM chosen c
CROSS JOIN LATERAL (
    SELECT count(*) AS written
    FROM public.conversation_messages m
    WHERE m.session_id = c.id AND m.message_type = 'user' AND $9::bigint IS NOT NULL
) m
ORDER BY c.most DESC, c.place DESC NULLS LAST, c.created_at DESC NULLS LAST, c.id