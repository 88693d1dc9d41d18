-- Is the partition $1 gone, while what it was a partition of, $2, is there? Names as SQL writes them.
-- psql: \bind public.events_2020 public.events \g
SELECT to_regclass($1::text) IS NULL AND to_regclass($2::text) IS NOT NULL