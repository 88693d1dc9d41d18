-- Answers of 400 and more, and lines of level error, that edge_function_logs holds, without calls that were counted in the
-- platform's log.
-- $1 timestamptz: from; $2 timestamptz: until, not included; $5 text[]: identifiers of those calls. In psql: \bind
-- '2026-01-01' '2026-01-02' NULL NULL '{}'
SELECT function_name,
       coalesce(event_message, 'no text') AS message,
       "timestamp" AS at,
       coalesce(status_code IN (408, 504, 546), false) AS is_timeout,
       status_code AS status
FROM public.edge_function_logs
WHERE (status_code >= 400 OR level = 'error') AND "timestamp" >= $1 AND "timestamp" < $2
  AND coalesce(request_id, '') NOT IN (SELECT unnest($5::text[]))
