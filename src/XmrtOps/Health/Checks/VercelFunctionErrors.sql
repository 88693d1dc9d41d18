-- What recent_function_errors of system_health_summary counts, and what it leaves out: calls of Vercel's functions of
-- the last hour by result. One row.
-- No parameters; runs in psql as it stands. The index on invoked_at leads.
WITH call AS (
    SELECT function_name, status
    FROM public.vercel_function_logs
    WHERE invoked_at > now() - interval '1 hour' AND invoked_at <= now()
),
worst AS (
    SELECT function_name
    FROM call
    WHERE status IN ('error', 'timeout')
    GROUP BY function_name
    ORDER BY count(*) DESC, function_name
    LIMIT 1
)
SELECT (SELECT max(invoked_at) FROM public.vercel_function_logs WHERE invoked_at <= now()) AS newest,
       total.calls,
       total.errors,
       total.timeouts,
       worst.function_name AS worst
FROM (
    SELECT count(*) AS calls,
           count(*) FILTER (WHERE status = 'error') AS errors,
           count(*) FILTER (WHERE status = 'timeout') AS timeouts
    FROM call
) AS total
LEFT JOIN worst ON true;
