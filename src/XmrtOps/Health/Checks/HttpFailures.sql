-- Calls that the database itself sent (scheduled jobs, triggers) and that failed in the last hour. One row.
-- No parameters; runs in psql as it stands. The index on created leads; rows are kept for about six hours.
-- A row does not say which address was called, so that no function can be named.
WITH failed AS (
    SELECT CASE WHEN timed_out THEN 'timed out'
                WHEN status_code IS NOT NULL THEN 'status ' || status_code
                ELSE error_msg
           END AS message
    FROM net._http_response
    WHERE created > now() - interval '1 hour' AND created <= now()
      AND (timed_out OR error_msg IS NOT NULL OR status_code >= 500)
)
SELECT NULL::bigint AS calls,
       count(*) AS errors,
       NULL::text AS worst,
       NULL::bigint AS worst_errors,
       left(mode() WITHIN GROUP (ORDER BY message), 200) AS message
FROM failed;
