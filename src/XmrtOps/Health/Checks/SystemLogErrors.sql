-- Entries of the last hour that functions and background tasks logged as errors. One row; how many calls they stand
-- against is not known.
-- No parameters; runs in psql as it stands. The index on log_level narrows it, none leads with created_at.
WITH entry AS (
    SELECT log_source, message
    FROM public.system_logs
    WHERE log_level IN ('error', 'critical')
      AND created_at > now() - interval '1 hour' AND created_at <= now()
),
worst AS (
    SELECT log_source, count(*) AS errors, left(mode() WITHIN GROUP (ORDER BY message), 200) AS message
    FROM entry
    GROUP BY log_source
    ORDER BY errors DESC, log_source
    LIMIT 1
)
SELECT NULL::bigint AS calls, total.errors, worst.log_source AS worst, worst.errors AS worst_errors, worst.message
FROM (SELECT count(*) AS errors FROM entry) AS total
LEFT JOIN worst ON true;
