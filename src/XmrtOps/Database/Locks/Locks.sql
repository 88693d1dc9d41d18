-- Which locks are waited for, who holds locks on the same things, and which rows' locks do waiters hold already? One row for
-- each lock, granted or not.
-- No parameters; runs in psql as it stands. Things of other databases have no name here.
WITH lock AS MATERIALIZED (
    SELECT l.*,
           ROW(l.locktype, l.database, l.relation, l.page, l.tuple, l.virtualxid, l.transactionid, l.classid, l.objid, l.objsubid)::text
               AS tag
    FROM pg_catalog.pg_locks AS l
    WHERE l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
),
-- The locks of a prepared transaction have no process. They share a virtual transaction with the lock on its own id.
prepared AS MATERIALIZED (
    SELECT l.virtualtransaction, p.gid
    FROM lock AS l JOIN pg_catalog.pg_prepared_xacts AS p ON p.transaction = l.transactionid
    WHERE l.pid IS NULL AND l.granted AND l.locktype = 'transactionid'
)
SELECT l.pid,
       p.gid AS prepared_transaction,
       l.granted,
       l.tag,
       l.locktype,
       l.mode,
       n.nspname::text AS schema,
       c.relname::text AS relation,
       l.relation::bigint AS relation_id,
       d.datname::text AS database,
       d.datname IS NULL OR d.datname = current_database() AS is_here,
       l.page,
       l.tuple::integer AS tuple,
       l.virtualxid,
       l.transactionid::text AS transaction_id,
       l.classid::bigint AS class_id,
       l.objid::bigint AS object_id,
       l.objsubid::integer AS object_sub_id,
       o.relname::text AS class
FROM lock AS l
LEFT JOIN prepared AS p ON l.pid IS NULL AND p.virtualtransaction = l.virtualtransaction
LEFT JOIN pg_catalog.pg_database AS d ON d.oid = l.database
LEFT JOIN pg_catalog.pg_class AS c
    ON c.oid = l.relation AND (l.database = 0 OR d.datname = current_database())
LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_class AS o ON l.locktype = 'object' AND o.oid = l.classid
WHERE l.tag IN (SELECT w.tag FROM lock AS w WHERE NOT w.granted)
   OR (l.granted AND l.locktype = 'tuple');
