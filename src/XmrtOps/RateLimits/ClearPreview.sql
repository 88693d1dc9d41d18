-- What a reset would clear. Parameters as in ClearRateLimits.sql.
SELECT count(*) AS recorded, coalesce(sum(coalesce(r.request_count, 1)), 0) AS requests,
       count(DISTINCT (r.identifier, r.endpoint, date_trunc('minute', r.window_start))) AS windows
FROM public.rate_limits r
WHERE ($1::text IS NULL OR r.identifier = $1::text)
  AND ($2::text IS NULL OR r.endpoint = $2::text)
  AND ($3::timestamptz IS NULL OR r.window_start < $3::timestamptz)
  AND ($4::timestamptz[] IS NULL OR EXISTS (
          SELECT FROM unnest($4::timestamptz[], $5::timestamptz[]) AS w(starts, ends)
          WHERE r.window_start >= w.starts AND r.window_start < w.ends))
