-- The size of rate_limits, and how fast it grows. A row's own size tells what one more costs: the table's may be that of rows
-- that were deleted.
-- $1 age of old rows in days
SELECT count(*) AS rows, pg_catalog.pg_total_relation_size('public.rate_limits'::regclass) AS bytes,
       min(r.window_start) AS oldest, max(r.window_start) FILTER (WHERE r.window_start <= pg_catalog.now()) AS newest,
       count(*) FILTER (WHERE r.window_start < pg_catalog.now() - $1::integer * interval '1 day') AS old,
       count(*) FILTER (WHERE r.window_start > pg_catalog.now() - interval '7 days' AND r.window_start <= pg_catalog.now()) AS week,
       (avg(pg_catalog.pg_column_size(r.*)))::double precision AS row_bytes,
       pg_catalog.pg_relation_size('public.rate_limits'::regclass) AS table_bytes
FROM public.rate_limits r
