-- Writes an intent.
--   $1 id          $2 begun_at   $3 command    $4 connection   $5 target       $6 parameters (JSON)
--   $7 summary     $8 undo       $9 user_name  $10 host_name   $11 process_id  $12 process_start
-- In sqlite3: .parameter set '$1' "'0190…'" and so on, then .read this file.
INSERT INTO journal (id, begun_at, command, connection, target, parameters, summary, undo,
                     user_name, host_name, process_id, process_start)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
