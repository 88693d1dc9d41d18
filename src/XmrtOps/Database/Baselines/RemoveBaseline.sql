-- Removes a baseline whose statements have been removed.
--   $1 its id
-- In sqlite3: .parameter set '$1' "'0190…'", then .read this file.
DELETE FROM query_baseline WHERE id = $1
