-- Requests that were counted, summed per identifier, endpoint and window: one call makes one row, so that the rows by
-- themselves say nothing.
-- $1 since   $2 until, or null   $3 window in seconds   $4 identifier, as a regular expression, or null
-- $5 endpoint, likewise   $6 least number of requests   $7 windows to skip   $8 windows to return, or null
-- In psql 16 and later: this text followed by
--   \bind '2026-01-01' null 60 null null 0 0 20 \g
SELECT r.identifier, r.endpoint,
       to_timestamp(floor(extract(epoch FROM r.window_start) / $3::bigint) * $3::bigint) AS window_start,
       sum(coalesce(r.request_count, 1)) AS requests, count(*) AS recorded, count(*) OVER () AS matching
FROM public.rate_limits r
WHERE r.window_start >= $1::timestamptz
  AND ($2::timestamptz IS NULL OR r.window_start < $2::timestamptz)
  AND ($4::text IS NULL OR r.identifier ~* $4::text)
  AND ($5::text IS NULL OR r.endpoint ~* $5::text)
GROUP BY 1, 2, 3
HAVING sum(coalesce(r.request_count, 1)) >= $6::bigint
ORDER BY requests DESC, window_start DESC, r.identifier, r.endpoint
OFFSET $7::bigint LIMIT $8::bigint
