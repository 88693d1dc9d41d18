-- The rows of rate_limits as they are, in the order in which they lie in the table.
-- $1 since   $2 until, or null   $3 identifier, as a regular expression, or null   $4 endpoint, likewise
-- $5 rows to skip   $6 rows to return, or null
-- In psql 16 and later: this text followed by
--   \bind '2026-01-01' null null null 0 20 \g
SELECT r.id, r.identifier, r.endpoint, r.request_count, r.window_start, r.created_at
FROM public.rate_limits r
WHERE r.window_start >= $1::timestamptz
  AND ($2::timestamptz IS NULL OR r.window_start < $2::timestamptz)
  AND ($3::text IS NULL OR r.identifier ~* $3::text)
  AND ($4::text IS NULL OR r.endpoint ~* $4::text)
OFFSET $5::bigint LIMIT $6::bigint
