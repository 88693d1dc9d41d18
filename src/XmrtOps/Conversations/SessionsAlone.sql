-- Sessions for a role that may not see their messages. Parameters and columns as in Conversations.sql, as far as that
-- can be answered: $3, $4 and $6 are null, null and false, and LastActivity is the order of updated_at.
-- In psql 16 and later: this text followed by
--   \bind null null null null false false Created 0 20 \g
SELECT s.id, s.session_key, s.title, s.is_active, s.created_at, s.updated_at, s.user_profile_id,
       NULL::bigint, NULL::bigint, NULL::timestamptz, count(*) OVER ()
FROM public.conversation_sessions s
WHERE ($1::uuid[] IS NULL OR s.id = ANY ($1::uuid[]))
  AND ($2::text IS NULL OR s.session_key ~* $2::text)
  AND $3::timestamptz IS NULL AND $4::timestamptz IS NULL AND NOT $6::boolean
  AND (NOT $5::boolean OR s.is_active)
ORDER BY CASE WHEN $7::text = 'Created' THEN s.created_at ELSE s.updated_at END DESC, s.created_at DESC, s.id
OFFSET $8::bigint LIMIT $9::bigint
