-- How many entries there are since a time, by all that they are filtered by: those without an outcome by process, because
-- whether that still lives decides their state.
--   $1 begun_at from which on
-- In sqlite3: .parameter set '$1' 0, then .read this file.
SELECT outcome, command, connection,
       CASE WHEN outcome IS NULL THEN host_name END AS host_name,
       CASE WHEN outcome IS NULL THEN process_id END AS process_id,
       CASE WHEN outcome IS NULL THEN process_start END AS process_start,
       count(*) AS entries
FROM journal
WHERE begun_at >= $1
GROUP BY 1, 2, 3, 4, 5, 6
