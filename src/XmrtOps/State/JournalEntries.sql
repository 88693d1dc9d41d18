-- The journal's entries since a time, newest first.
--   $1 begun_at from which on
-- In sqlite3: .parameter set '$1' 0, then .read this file.
SELECT id, begun_at, ended_at, outcome, command, connection, target, parameters, summary, result, undo,
       error_id, message, user_name, host_name, process_id, process_start
FROM journal
WHERE begun_at >= $1
ORDER BY begun_at DESC, id DESC
