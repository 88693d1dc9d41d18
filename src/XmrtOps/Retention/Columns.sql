-- The columns of the relation with the OID $1, with the name of their type; a domain counts as what it is made of.
-- psql: \bind 16384 \g
SELECT a.attname::text, coalesce(nullif(ty.typbasetype, 0), ty.oid)::regtype::text
FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type ty ON ty.oid = a.atttypid
WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
