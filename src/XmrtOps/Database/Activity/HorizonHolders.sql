-- What, besides sessions, keeps vacuum from removing dead rows, and may hold locks? Prepared transactions, and replication
-- slots that have an xmin. One row each.
-- $1 (text): a regular expression of roles, or null; $2 (text): one of databases, or null. They only mark rows.
-- In psql: \bind '' '' \g
SELECT 'PreparedTransaction' AS kind,
       p.gid AS name,
       p.owner::text AS role,
       p.database::text AS database,
       p.prepared AS since,
       p.transaction::text AS xmin,
       pg_catalog.age(p.transaction)::bigint AS xmin_age,
       NULL::boolean AS is_active,
       clock_timestamp() AS now,
       ($1::text IS NULL OR p.owner::text ~* $1) AND ($2::text IS NULL OR p.database::text ~* $2) AS is_named
FROM pg_catalog.pg_prepared_xacts AS p
UNION ALL
SELECT 'ReplicationSlot',
       s.slot_name::text,
       NULL,
       s.database::text,
       NULL,
       coalesce(s.xmin, s.catalog_xmin)::text,
       greatest(pg_catalog.age(s.xmin), pg_catalog.age(s.catalog_xmin))::bigint,
       s.active,
       clock_timestamp(),
       $1::text IS NULL AND ($2::text IS NULL OR coalesce(s.database::text, '') ~* $2)
FROM pg_catalog.pg_replication_slots AS s
WHERE s.xmin IS NOT NULL OR s.catalog_xmin IS NOT NULL;
