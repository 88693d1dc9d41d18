-- Answers of edge functions in the last hour, and which of them were errors of the server. One row.
-- No parameters; runs in psql as it stands. No index leads with "timestamp": this reads the whole table.
-- An answer of 4xx is the caller's error as a rule and is no failure of the function.
WITH answer AS (
    SELECT function_name,
           coalesce(status_code >= 500, level = 'error', false) AS is_error,
           CASE WHEN status_code >= 500 THEN 'status ' || status_code ELSE event_message END AS message
    FROM public.edge_function_logs
    WHERE "timestamp" > now() - interval '1 hour' AND "timestamp" <= now()
),
worst AS (
    SELECT function_name, count(*) AS errors, left(mode() WITHIN GROUP (ORDER BY message), 200) AS message
    FROM answer
    WHERE is_error
    GROUP BY function_name
    ORDER BY errors DESC, function_name
    LIMIT 1
)
SELECT total.calls, total.errors, worst.function_name AS worst, worst.errors AS worst_errors, worst.message
FROM (SELECT count(*) AS calls, count(*) FILTER (WHERE is_error) AS errors FROM answer) AS total
LEFT JOIN worst ON true;
