-- The largest table, in a file of its own so that it is indexed beside the others. (session_id) is a redundant prefix.

SET ROLE postgres;

ALTER TABLE public.conversation_messages ADD CONSTRAINT conversation_messages_pkey PRIMARY KEY (id);
CREATE INDEX idx_conversation_messages_session_timestamp
    ON public.conversation_messages (session_id, "timestamp" DESC);
CREATE INDEX idx_conversation_messages_id_timestamp ON public.conversation_messages (id, "timestamp");
CREATE INDEX idx_conversation_messages_session_id ON public.conversation_messages (session_id);
ALTER TABLE public.conversation_messages REPLICA IDENTITY FULL;

RESET ROLE;
