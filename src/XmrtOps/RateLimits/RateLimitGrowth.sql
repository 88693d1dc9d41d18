-- The size of rate_limits, and how fast it grows.
-- $1 age of old rows in days
SELECT count(*) AS rows, pg_catalog.pg_total_relation_size('public.rate_limits'::regclass) AS bytes,
       min(r.window_start) AS oldest, max(r.window_start) FILTER (WHERE r.window_start <= pg_catalog.now()) AS newest,
       count(*) FILTER (WHERE r.window_start < pg_catalog.now() - $1::integer * interval '1 day') AS old,
       count(*) FILTER (WHERE r.window_start > pg_catalog.now() - interval '7 days' AND r.window_start <= pg_catalog.now()) AS week
FROM public.rate_limits r
