-- What the flag is_active of conversation_sessions is worth. $1 the cutoff
-- psql: \bind '2026-01-01' \g
SELECT count(*), count(*) FILTER (WHERE s.is_active = false), count(*) FILTER (WHERE s.is_active IS NULL),
       count(*) FILTER (WHERE s.is_active = false AND s.updated_at < $1::timestamptz),
       count(*) FILTER (WHERE s.is_active = false AND s.updated_at < $1::timestamptz AND coalesce((
           SELECT max(m."timestamp") FROM public.conversation_messages m WHERE m.session_id = s.id), '-infinity')
               >= $1::timestamptz)
FROM public.conversation_sessions s
