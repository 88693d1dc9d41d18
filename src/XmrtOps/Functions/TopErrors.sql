-- Errors of one source by function, fingerprint and status, the most frequent first, with how many there are in all. The source
-- takes the place of the line that is marked; as it stands, with none, it gives no row.
-- $1 timestamptz: from; $2 timestamptz: until, not included; $3 text: functions as a regular expression, or null; $4
-- bigint: rows; $5 text[]: what a source leaves out. In psql: \bind '2026-01-01' '2026-01-02' NULL 20 '{}'
-- The fingerprint leaves out colours, addresses, identifiers, numbers, and the units of durations. ErrorFingerprint.cs does
-- the same to lines of the platform's log, by the same expressions.
WITH error (function_name, message, at, is_timeout, status) AS (
    SELECT NULL::text, NULL::text, NULL::timestamptz, NULL::boolean, NULL::integer WHERE $1::timestamptz < $2::timestamptz AND false -- source
),
plain AS (
    SELECT coalesce(function_name, '') AS function_name,
           left(coalesce(nullif(message, ''), 'no message'), 2000) AS message,
           at,
           coalesce(is_timeout, false)
               OR message ~ '(timed out|[Tt]imeout|TIMEOUT|WORKER_LIMIT|deadline exceeded|wall clock)' AS is_timeout,
           status
    FROM error
),
grouped AS (
    SELECT function_name,
           left(btrim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
               message,
               '\u001b\[[0-9;]*[A-Za-z]', '', 'g'),
               '[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+', '<address>', 'g'),
               '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}', '<id>', 'g'),
               '[0-9a-fA-F]{16,}', '<id>', 'g'),
               '[0-9]+([.,:][0-9]+)*', '<n>', 'g'),
               '<n> ?(ms|us|ns|seconds|second|secs|sec|s|minutes|minute|min|m|hours|hour|h)(?![A-Za-z])', '<n>', 'g'),
               '[ \t\r\n]+', ' ', 'g')), 200) AS fingerprint,
           message,
           at,
           is_timeout,
           status
    FROM plain
    WHERE $3::text IS NULL OR function_name ~* $3
)
SELECT function_name,
       fingerprint,
       count(*) AS errors,
       count(*) FILTER (WHERE is_timeout) AS timeouts,
       min(at) AS first_seen,
       max(at) AS last_seen,
       (array_agg(message ORDER BY at DESC))[1] AS example,
       sum(count(*)) OVER ()::bigint AS all_errors,
       count(*) OVER () AS all_groups,
       status
FROM grouped
GROUP BY function_name, fingerprint, status
ORDER BY errors DESC, last_seen DESC, function_name, fingerprint, status
LIMIT $4;
