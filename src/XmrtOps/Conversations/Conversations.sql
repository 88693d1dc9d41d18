-- Sessions with their messages: the sessions are chosen first, and only their messages are counted.
-- $1 identifiers, or null   $2 session key, as a regular expression, or null   $3 last activity since   $4 and before,
-- or null   $5 only active ones   $6 only those without messages
-- $7 order: LastActivity, Created or Updated (Messages: ConversationsByMessages.sql)
-- $8 sessions to skip   $9 sessions to return, or null
-- In psql 16 and later: this text followed by
--   \bind null null null null false false LastActivity 0 20 \g
WITH session AS (
    SELECT s.id, s.session_key, s.title, s.is_active, s.created_at, s.updated_at, s.user_profile_id,
           -- Each by the index on (session_id, "timestamp"), and not at all where neither filter nor order need it.
           CASE WHEN $3::timestamptz IS NOT NULL OR $4::timestamptz IS NOT NULL OR $6::boolean OR $7::text = 'LastActivity' THEN (
               SELECT max(m."timestamp") FROM public.conversation_messages m WHERE m.session_id = s.id)
           END AS last_at
    FROM public.conversation_sessions s
    WHERE ($1::uuid[] IS NULL OR s.id = ANY ($1::uuid[]))
      AND ($2::text IS NULL OR s.session_key ~* $2::text)
      AND (NOT $5::boolean OR s.is_active)
), chosen AS (
    SELECT s.*, count(*) OVER () AS matching,
           CASE $7::text
               WHEN 'LastActivity' THEN coalesce(s.last_at, s.updated_at)
               WHEN 'Updated' THEN s.updated_at
               ELSE s.created_at
           END AS place
    FROM session s
    WHERE ($3::timestamptz IS NULL OR coalesce(s.last_at, s.updated_at) >= $3::timestamptz)
      AND ($4::timestamptz IS NULL OR coalesce(s.last_at, s.updated_at) < $4::timestamptz)
      AND (NOT $6::boolean OR s.last_at IS NULL)
    ORDER BY place DESC NULLS LAST, s.created_at DESC NULLS LAST, s.id
    OFFSET $8::bigint LIMIT $9::bigint
)
SELECT c.id, c.session_key, c.title, c.is_active, c.created_at, c.updated_at, c.user_profile_id,
       m.messages, m.written, m.last_at, c.matching
FROM chosen c
CROSS JOIN LATERAL (
    SELECT count(*) AS messages, count(*) FILTER (WHERE m.message_type = 'user') AS written, max(m."timestamp") AS last_at
    FROM public.conversation_messages m
    WHERE m.session_id = c.id
) m
ORDER BY c.place DESC NULLS LAST, c.created_at DESC NULLS LAST, c.id