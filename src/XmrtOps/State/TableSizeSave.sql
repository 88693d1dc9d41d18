-- Writes a sample of a table's size; the same one twice is one.
--   $1 target   $2 schema_name   $3 table_name   $4 measured_at   $5 kind   $6 total_bytes   $7 table_bytes
--   $8 index_bytes   $9 toast_bytes   $10 row_count   $11 is_row_count_exact
-- In sqlite3: .parameter set '$1' "'localhost:5432/postgres'" and so on, then .read this file.
INSERT INTO table_size (target, schema_name, table_name, measured_at, kind, total_bytes, table_bytes, index_bytes,
                        toast_bytes, row_count, is_row_count_exact)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT DO NOTHING
