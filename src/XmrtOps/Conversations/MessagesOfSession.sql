-- How many messages a session has, and the time of the newest.
-- $1 identifier of the session
-- In psql 16 and later: this text followed by
--   \bind '00000000-0000-0000-0000-000000000001' \g
SELECT count(*), max(m."timestamp") FROM public.conversation_messages m WHERE m.session_id = $1::uuid
