-- What functions and background tasks wrote to system_logs as error or critical. The function is named in the message.
-- $1 timestamptz: from; $2 timestamptz: until, not included. In psql: \bind '2026-01-01' '2026-01-02'
SELECT coalesce(substring(message FROM '^\[([^\]]+)\]'), log_source) AS function_name,
       message,
       created_at AS at,
       false AS is_timeout,
       NULL::integer AS status
FROM public.system_logs
WHERE log_level IN ('error', 'critical') AND created_at >= $1 AND created_at < $2
