-- Triggers of tables that rows are put back into as they were, and what lets each of them be as it was afterwards.
-- $1 names as SQL writes them, as text[]
-- In psql: this text, then  \bind '{public.conversation_sessions}' \g
SELECT DISTINCT format('ALTER TABLE %s DISABLE TRIGGER %I', w.name, t.tgname),
       format('ALTER TABLE %s ENABLE %s TRIGGER %I', w.name,
           CASE t.tgenabled WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' ELSE '' END, t.tgname)
FROM unnest($1::text[]) AS w (name)
JOIN pg_catalog.pg_trigger t ON t.tgrelid = to_regclass(w.name)
WHERE NOT t.tgisinternal AND t.tgenabled <> 'D'
ORDER BY 1
