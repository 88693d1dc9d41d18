-- How many messages were saved in the last hour, in how many sessions, when was the last, and how many are usual at
-- this hour of the week? One row.
-- No parameters; runs in psql as it stands. No index leads with "timestamp": this reads the whole table or an index of
-- it once, so that everything about messages is asked here.
WITH message AS (
    SELECT session_id, "timestamp" AS saved_at
    FROM public.conversation_messages
    WHERE "timestamp" > now() - interval '28 days 1 hour' AND "timestamp" <= now()
)
SELECT count(*) FILTER (WHERE saved_at > now() - interval '1 hour') AS messages,
       count(DISTINCT session_id) FILTER (WHERE saved_at > now() - interval '1 hour') AS sessions,
       -- Only where four weeks were silent is the rest of the table read too.
       CASE WHEN max(saved_at) IS NULL
            THEN (SELECT max("timestamp") FROM public.conversation_messages WHERE "timestamp" <= now())
            ELSE max(saved_at)
       END AS newest,
       ARRAY[
           count(*) FILTER (WHERE saved_at > now() - interval '7 days 1 hour' AND saved_at <= now() - interval '7 days'),
           count(*) FILTER (WHERE saved_at > now() - interval '14 days 1 hour' AND saved_at <= now() - interval '14 days'),
           count(*) FILTER (WHERE saved_at > now() - interval '21 days 1 hour' AND saved_at <= now() - interval '21 days'),
           count(*) FILTER (WHERE saved_at <= now() - interval '28 days')
       ] AS same_hour_of_earlier_weeks
FROM message;
