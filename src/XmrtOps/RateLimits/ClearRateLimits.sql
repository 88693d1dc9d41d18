-- Deletes counters. This resets them; the next request counts again.
-- $1 identifier, to the letter, or null for all   $2 endpoint, likewise   $3 windows that start before, or null
-- $4 and $5 starts and ends of the windows meant, or null for all
WITH gone AS (
    DELETE FROM public.rate_limits r
    WHERE ($1::text IS NULL OR r.identifier = $1::text)
      AND ($2::text IS NULL OR r.endpoint = $2::text)
      AND ($3::timestamptz IS NULL OR r.window_start < $3::timestamptz)
      AND ($4::timestamptz[] IS NULL OR EXISTS (
              SELECT FROM unnest($4::timestamptz[], $5::timestamptz[]) AS w(starts, ends)
              WHERE r.window_start >= w.starts AND r.window_start < w.ends))
    RETURNING r.identifier, r.endpoint, r.window_start, r.request_count
)
SELECT count(*) AS recorded, coalesce(sum(coalesce(request_count, 1)), 0) AS requests,
       count(DISTINCT (identifier, endpoint, date_trunc('minute', window_start))) AS windows
FROM gone
