-- Indexes, biggest first, and beside them all others of the same tables, to be compared with.
-- $1 table, as a regular expression, or null   $2 index, likewise   $3 schema, likewise   $4 system schemas too
-- $5 rows to skip   $6 rows to return, or null   $7 true: take no locks, so that sizes are estimates
-- $8, $9 schemas and names of exactly the tables wanted, or null
-- In psql 16 and later: this text, then  \bind null null null f 0 20 f null null \g
-- Functions of sizes and definitions open their relation and would wait for an AccessExclusiveLock: of what is locked
-- there is an estimate by pages, and the names of columns.
WITH RECURSIVE server AS MATERIALIZED (
    SELECT pg_catalog.current_setting('block_size')::bigint AS block,
           (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()) AS database,
           pg_catalog.pg_has_role(current_user, 'pg_read_all_stats', 'usage') AS sees_progress
), held AS MATERIALIZED (
    SELECT l.relation, l.mode
    FROM pg_catalog.pg_locks l
    WHERE l.locktype = 'relation' AND l.mode IN ('AccessExclusiveLock', 'ShareUpdateExclusiveLock')
      AND l.database = (SELECT v.database FROM server v) AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
), locked AS MATERIALIZED (
    SELECT h.relation FROM held h WHERE h.mode = 'AccessExclusiveLock'
), progress AS MATERIALIZED (
    SELECT p.relid, p.index_relid
    FROM pg_catalog.pg_stat_progress_create_index p
    WHERE p.datid = (SELECT v.database FROM server v)
), wanted AS MATERIALIZED (
    SELECT i.indexrelid AS oid, i.indrelid, c.relkind, c.relpages, c.relname, t.relname AS table_name, n.nspname,
           c.relpages > 0 AND t.relpages > 0 AND t.reltuples > 0
               AND pg_catalog.pg_stat_get_mod_since_analyze(t.oid) * 5 <= t.reltuples AS is_current
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
    JOIN pg_catalog.pg_class t ON t.oid = i.indrelid AND t.relkind IN ('r', 'p', 'm')
    JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
    WHERE ($4::boolean OR (n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'))
      AND ($1::text IS NULL OR t.relname ~* $1::text OR n.nspname || '.' || t.relname ~* $1::text
           OR pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(t.relname) ~* $1::text)
      AND ($2::text IS NULL OR c.relname ~* $2::text OR n.nspname || '.' || c.relname ~* $2::text
           OR pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) ~* $2::text)
      AND ($3::text IS NULL OR n.nspname ~* $3::text)
      AND ($8::text[] IS NULL OR (n.nspname, t.relname) IN (
               SELECT x.schema_name, x.table_name FROM unnest($8::text[], $9::text[]) x(schema_name, table_name)))
), branch AS (
    -- Each index with itself, and that of a partitioned table with all that are attached to it.
    SELECT w.oid AS root, w.oid AS leaf, w.indrelid, w.relkind, w.relpages, w.is_current FROM wanted w
    UNION ALL
    SELECT b.root, h.inhrelid, i.indrelid, c.relkind, c.relpages, false
    FROM branch b
    JOIN pg_catalog.pg_inherits h ON h.inhparent = b.leaf
    JOIN pg_catalog.pg_class c ON c.oid = h.inhrelid
    JOIN pg_catalog.pg_index i ON i.indexrelid = h.inhrelid
    WHERE b.relkind = 'I'
), mode AS MATERIALIZED (
    -- Opening all files of thousands of indexes takes seconds. The choice is made by the pages of the last VACUUM or
    -- ANALYZE, and by the main file where there was none or where much has changed since; it is measured then.
    SELECT $6::bigint IS NOT NULL AND count(*) > 1000 AS is_rough FROM branch
), size AS (
    SELECT b.root, coalesce(sum(q.bytes), CASE WHEN bool_and(b.relkind = 'I') THEN 0 END)::bigint AS bytes,
           sum(CASE WHEN b.relkind = 'i' THEN pg_catalog.pg_stat_get_numscans(b.leaf) END)::bigint AS scans,
           bool_or(q.is_closed) AS is_closed
    FROM branch b
    CROSS JOIN server v
    CROSS JOIN LATERAL (
        SELECT k.is_closed,
               CASE WHEN b.relkind = 'I' THEN NULL
                    WHEN k.is_closed THEN b.relpages * v.block
                    WHEN (SELECT mode.is_rough FROM mode)
                    THEN CASE WHEN b.is_current THEN b.relpages * v.block ELSE pg_catalog.pg_relation_size(b.leaf) END
                    ELSE pg_catalog.pg_total_relation_size(b.leaf) END AS bytes
        FROM (SELECT $7::boolean OR b.leaf IN (SELECT o.relation FROM locked o)
                     OR b.indrelid IN (SELECT o.relation FROM locked o) AS is_closed) k
        OFFSET 0
    ) q
    GROUP BY b.root
), page AS MATERIALIZED (
    SELECT w.oid, w.indrelid, s.bytes, s.is_closed, coalesce(s.scans, 0) AS scans,
           row_number() OVER (ORDER BY s.bytes DESC, w.nspname, w.table_name, w.relname) AS position
    FROM wanted w
    JOIN size s ON s.root = w.oid
    -- Dropped since: no size.
    WHERE s.bytes IS NOT NULL
    ORDER BY position
    OFFSET $5::bigint LIMIT $6::bigint
), page_size AS (
    SELECT b.root, sum(pg_catalog.pg_total_relation_size(b.leaf))::bigint AS bytes
    FROM page p
    JOIN branch b ON b.root = p.oid
    WHERE (SELECT mode.is_rough FROM mode) AND NOT p.is_closed AND b.relkind = 'i'
    GROUP BY b.root
), entry AS MATERIALIZED (
    SELECT i.*, coalesce((pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) AS nulls_not_distinct,
           c.relname, c.relkind, c.relam, c.relpages, c.reltuples, c.reloptions, t.relname AS table_name, n.nspname,
           $7::boolean OR i.indexrelid IN (SELECT o.relation FROM locked o)
                       OR i.indrelid IN (SELECT o.relation FROM locked o) AS is_closed
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
    JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
    WHERE i.indrelid IN (SELECT p.indrelid FROM page p)
), field AS (
    -- A column or expression of an index, with what the planner knows of it.
    SELECT e.indexrelid, k.place, k.attribute = 0 AS is_expression,
           CASE WHEN k.attribute <> 0 THEN pg_catalog.quote_ident(a.attname)
                WHEN e.is_closed THEN '(expression)'
                ELSE pg_catalog.pg_get_indexdef(e.indexrelid, k.place::integer, true) END AS text,
           s.avg_width * (1 - s.null_frac) AS width, s.null_frac > 0 AS has_nulls
    FROM entry e
    CROSS JOIN LATERAL unnest(e.indkey::smallint[]) WITH ORDINALITY k(attribute, place)
    LEFT JOIN pg_catalog.pg_attribute a
      ON a.attrelid = CASE k.attribute WHEN 0 THEN e.indexrelid ELSE e.indrelid END
     AND a.attnum = CASE k.attribute WHEN 0 THEN k.place ELSE k.attribute END
    LEFT JOIN LATERAL (
        SELECT t.avg_width, t.null_frac
        FROM pg_catalog.pg_stats t
        WHERE t.schemaname = e.nspname AND t.tablename = CASE k.attribute WHEN 0 THEN e.relname ELSE e.table_name END
          AND t.attname = a.attname AND NOT t.inherited
        -- Looked up one by one: pg_stats as a whole takes seconds where there are thousands of tables.
        LIMIT 1
    ) s ON true
), fields AS (
    SELECT f.indexrelid, array_agg(f.text ORDER BY f.place) AS texts, bool_or(f.is_expression) AS has_expressions,
           CASE WHEN bool_and(f.width IS NOT NULL) THEN sum(f.width) END AS width, bool_or(f.has_nulls) AS has_nulls
    FROM field f
    GROUP BY f.indexrelid
), fresh AS (
    -- Pages of a B-tree built anew: one that describes it, leaves that are filled to the fill factor, and one page above
    -- for about a hundred of them. A page has a header of 24 bytes and 16 at its end; an entry a pointer of 4, a header
    -- of 8 (16 with nulls), and the values, rounded up to 8.
    SELECT e.indexrelid,
           1 + CASE WHEN e.reltuples = 0 THEN 0
                    ELSE ceil(1.01 * e.reltuples / greatest(1, floor(
                        (v.block - 40) * coalesce((SELECT o.option_value::integer
                                                   FROM pg_catalog.pg_options_to_table(e.reloptions) o
                                                   WHERE o.option_name = 'fillfactor'), 90) / 100
                        / (4 + CASE WHEN f.has_nulls THEN 16 ELSE 8 END + 8 * ceil(f.width / 8))))) END AS pages
    FROM entry e
    CROSS JOIN server v
    JOIN pg_catalog.pg_am m ON m.oid = e.relam AND m.amname = 'btree'
    JOIN fields f ON f.indexrelid = e.indexrelid
    WHERE e.relkind = 'i' AND e.relpages > 0 AND e.reltuples >= 0 AND (f.width IS NOT NULL OR e.reltuples = 0)
)
SELECT e.indexrelid::bigint, p.position, e.indrelid::bigint, e.nspname::text, e.table_name::text, e.relname::text,
       m.amname::text, f.texts, e.indnkeyatts::integer,
       CASE WHEN e.indpred IS NOT NULL AND NOT e.is_closed THEN pg_catalog.pg_get_expr(e.indpred, e.indrelid, true) END,
       CASE WHEN p.oid IS NOT NULL AND NOT e.is_closed THEN pg_catalog.pg_get_indexdef(e.indexrelid) END,
       coalesce(x.bytes, p.bytes), p.scans, e.indisunique, e.indisprimary, con.conname::text, e.indisreplident, e.relkind = 'I',
       above.nspname::text, above.relname::text, e.indisvalid, e.indisready,
       e.indexrelid IN (SELECT g.index_relid FROM progress g)
           OR (e.relname ~ '_cc(new|old)[0-9]*$' AND e.indrelid IN (SELECT g.relid FROM progress g))
           OR e.indexrelid IN (SELECT h.relation FROM held h WHERE h.mode = 'ShareUpdateExclusiveLock')
           -- Who may not see what is being built still sees that someone works on the table.
           OR (NOT e.indisvalid AND NOT v.sees_progress
               AND e.indrelid IN (SELECT h.relation FROM held h WHERE h.mode = 'ShareUpdateExclusiveLock')) AS is_building,
       e.is_closed,
       CASE WHEN e.reltuples >= 0 AND e.relpages > 0 THEN e.reltuples::bigint END,
       CASE WHEN w.pages IS NOT NULL THEN (greatest(e.relpages - w.pages, 0) * v.block)::bigint END,
       (e.relpages / w.pages)::double precision,
       e.indpred IS NOT NULL, f.has_expressions, e.indclass::text, e.indcollation::text, e.indoption::text,
       e.nulls_not_distinct, e.indisexclusion,
       EXISTS (
           SELECT FROM pg_catalog.pg_constraint k
           WHERE k.contype = 'f' AND k.conrelid = e.indrelid AND e.indnkeyatts >= pg_catalog.cardinality(k.conkey)
             AND (e.indkey::smallint[])[0:pg_catalog.cardinality(k.conkey) - 1] @> k.conkey
             AND (e.indkey::smallint[])[0:pg_catalog.cardinality(k.conkey) - 1] <@ k.conkey) AS backs_foreign_key,
       e.indexrelid IN (SELECT k.conindid FROM pg_catalog.pg_constraint k WHERE k.contype = 'f') AS is_referenced,
       (SELECT count(*) FROM wanted) AS matching
FROM entry e
CROSS JOIN server v
JOIN pg_catalog.pg_am m ON m.oid = e.relam
JOIN fields f ON f.indexrelid = e.indexrelid
LEFT JOIN page p ON p.oid = e.indexrelid
LEFT JOIN page_size x ON x.root = p.oid
LEFT JOIN fresh w ON w.indexrelid = e.indexrelid
LEFT JOIN pg_catalog.pg_constraint con ON con.conindid = e.indexrelid AND con.contype IN ('p', 'u', 'x')
LEFT JOIN pg_catalog.pg_inherits h ON h.inhrelid = e.indexrelid
LEFT JOIN LATERAL (
    SELECT n.nspname, c.relname
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.oid = h.inhparent
) above ON true
ORDER BY p.position, e.indexrelid
