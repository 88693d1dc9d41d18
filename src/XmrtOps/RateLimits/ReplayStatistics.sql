-- What the planner's statistics tell of rate_limits, to choose how finely requests are counted in the first pass. Only
-- the speed of a replay depends on it, and nothing of its result.
-- $1 until, or null for now
SELECT coalesce($1::timestamptz, pg_catalog.now()) AS until,
       pg_catalog.row_security_active('public.rate_limits') AS is_blind,
       greatest(c.reltuples, 0)::double precision AS rows,
       pg_catalog.date_part('epoch', h.bounds[1]) AS oldest,
       pg_catalog.date_part('epoch', h.bounds[pg_catalog.array_upper(h.bounds, 1)]) AS newest,
       pg_catalog.current_setting('server_version_num')::integer AS version,
       coalesce(NOT (SELECT a.attnotnull FROM pg_catalog.pg_attribute a
                     WHERE a.attrelid = c.oid AND a.attname = 'window_start'), true) AS may_be_undated,
       pg_catalog.pg_relation_size(c.oid) / pg_catalog.current_setting('block_size')::integer AS pages,
       -- A hash table that does not fit is written to disk and read again. It ends with the transaction.
       pg_catalog.set_config('work_mem', greatest(pg_catalog.pg_size_bytes(pg_catalog.current_setting('work_mem')) / 1024, 65536)::text, true),
       h.correlation
FROM pg_catalog.pg_class c
LEFT JOIN LATERAL (
    SELECT s.histogram_bounds::text::timestamptz[] AS bounds, s.correlation
    FROM pg_catalog.pg_stats s
    WHERE s.schemaname = 'public' AND s.tablename = 'rate_limits' AND s.attname = 'window_start' AND NOT s.inherited
) h ON true
WHERE c.oid = 'public.rate_limits'::regclass
