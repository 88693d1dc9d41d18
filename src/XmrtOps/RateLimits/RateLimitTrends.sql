-- Requests that were counted, by identifier, endpoint or window of time, and the minute in which there were most.
-- $1 to $8 as in RateLimits.sql   $9 what they are grouped by: Identifier, Endpoint or Window
-- In psql 16 and later: this text followed by
--   \bind '2026-01-01' null 3600 null null 0 0 20 Window \g
WITH minute AS (
    SELECT CASE $9::text WHEN 'Identifier' THEN r.identifier WHEN 'Endpoint' THEN r.endpoint END AS name,
           CASE $9::text WHEN 'Window'
                THEN to_timestamp(floor(date_part('epoch', r.window_start) / $3::bigint) * $3::bigint) END AS starts,
           date_trunc('minute', r.window_start) AS minute,
           sum(coalesce(r.request_count, 1)) AS requests, count(*) AS recorded,
           min(r.window_start) AS first, max(r.window_start) AS last
    FROM public.rate_limits r
    WHERE r.window_start >= $1::timestamptz
      AND ($2::timestamptz IS NULL OR r.window_start < $2::timestamptz)
      AND ($4::text IS NULL OR r.identifier ~* $4::text)
      AND ($5::text IS NULL OR r.endpoint ~* $5::text)
    GROUP BY 1, 2, 3
), grouped AS (
    SELECT m.name, m.starts, sum(m.requests)::bigint AS requests, sum(m.recorded)::bigint AS recorded,
           max(m.requests)::bigint AS peak, (array_agg(m.minute ORDER BY m.requests DESC, m.minute))[1] AS peak_at,
           min(m.first) AS first, max(m.last) AS last
    FROM minute m
    GROUP BY m.name, m.starts
)
SELECT g.name, g.starts, g.requests, g.recorded, g.peak, g.peak_at, g.first, g.last,
       (100.0 * g.requests / nullif(t.requests, 0))::double precision AS share, count(*) OVER () AS matching
FROM grouped g
CROSS JOIN (SELECT sum(requests) AS requests FROM grouped) t
WHERE g.requests >= $6::bigint
ORDER BY CASE WHEN $9::text = 'Window' THEN g.starts END, g.requests DESC, g.name
OFFSET $7::bigint LIMIT $8::bigint
