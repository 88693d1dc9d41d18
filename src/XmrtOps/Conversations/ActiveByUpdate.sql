-- Active sessions by the hour of their last change, as the runbook counts them; hours without one are left out.
-- $1 when each hour begins, in order   $2 when the last one ends
-- In psql 16 and later: this text followed by
--   \bind '{2026-01-01 10:00Z,2026-01-01 11:00Z}' '2026-01-01 12:00Z' \g
SELECT width_bucket(s.updated_at, $1::timestamptz[]) AS hour, count(*) AS sessions
FROM public.conversation_sessions s
WHERE s.is_active AND s.updated_at >= ($1::timestamptz[])[1] AND s.updated_at < $2::timestamptz
GROUP BY 1
