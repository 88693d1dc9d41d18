-- Calls of edge functions in the last hour, and which of them failed. One row.
-- No parameters; runs in psql as it stands. The index on invoked_at leads.
-- The table holds each call about four times (a job copies an overlapping window every 15 minutes), so copies are
-- folded; a call counts as failed when any of its copies says so.
WITH call AS (
    SELECT DISTINCT ON (function_name, invoked_at, deployment_id) function_name, success, error_message
    FROM public.eliza_function_usage
    WHERE invoked_at > now() - interval '1 hour' AND invoked_at <= now()
    ORDER BY function_name, invoked_at, deployment_id, success
),
worst AS (
    SELECT function_name, count(*) AS errors, left(mode() WITHIN GROUP (ORDER BY error_message), 200) AS message
    FROM call
    WHERE NOT success
    GROUP BY function_name
    ORDER BY errors DESC, function_name
    LIMIT 1
)
SELECT total.calls, total.errors, worst.function_name AS worst, worst.errors AS worst_errors, worst.message
FROM (SELECT count(*) AS calls, count(*) FILTER (WHERE NOT success) AS errors FROM call) AS total
LEFT JOIN worst ON true;
