-- Who wrote or was answered, hour by hour; hours without anybody are left out.
-- $1 when each hour begins, in order   $2 when the last one ends
-- In psql 16 and later: this text followed by
--   \bind '{2026-01-01 10:00Z,2026-01-01 11:00Z}' '2026-01-01 12:00Z' \g
SELECT width_bucket(m."timestamp", $1::timestamptz[]) AS hour,
       count(DISTINCT m.session_id) AS sessions,
       -- One session an address: where nobody is signed in, it stands for a person.
       count(DISTINCT coalesce(s.user_profile_id, m.session_id)) FILTER (WHERE m.message_type = 'user') AS users,
       count(*) AS messages
FROM public.conversation_messages m
LEFT JOIN public.conversation_sessions s ON s.id = m.session_id
WHERE m."timestamp" >= ($1::timestamptz[])[1] AND m."timestamp" < $2::timestamptz
GROUP BY 1
