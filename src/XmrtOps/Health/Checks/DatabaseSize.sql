-- How many bytes does the whole database take on disk? One row.
-- No parameters; runs in psql as it stands.
SELECT pg_database_size(current_database()) AS bytes;
