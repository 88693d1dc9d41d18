-- Calls that the database itself sent and that failed. A row does not say which address was called, so that no function
-- can be named; rows are kept for about six hours.
-- $1 timestamptz: from; $2 timestamptz: until, not included. In psql: \bind '2026-01-01' '2026-01-02'
SELECT NULL::text AS function_name,
       CASE WHEN timed_out THEN coalesce(error_msg, 'timed out') ELSE coalesce(error_msg, 'answered an error') END AS message,
       created AS at,
       timed_out AS is_timeout,
       status_code AS status
FROM net._http_response
WHERE (timed_out OR error_msg IS NOT NULL OR status_code >= 400) AND created >= $1 AND created < $2
