using XmrtOps.Sandbox;

namespace XmrtOps.Benchmarks;

/// <summary>Half of 200,000 sessions with their half of 3,000,000 messages. conversation_history has no rows and gets the
/// index it lacks: without, the plain DELETE takes hours.</summary>
internal sealed class ConversationRetentionBenchmark(RunningSandbox sandbox) : RetentionBenchmark(sandbox)
{
    public override string Name => "sessions";

    protected override long Expected => 100_000;

    protected override string Script => "Remove-XmrtConversation 90d -Force";

    protected override string Delete =>
        "DELETE FROM public.conversation_sessions WHERE is_active AND updated_at < now() - interval '90 days'";

    protected override string Insert =>
        "INSERT INTO public.conversation_messages (session_id, message_type, content) VALUES ('00000000-0000-0000-0000-000000200000', 'user', 'bench')";

    protected override string Fill =>
        """
        TRUNCATE public.conversation_sessions CASCADE;
        ALTER TABLE public.conversation_messages DISABLE TRIGGER USER;
        CREATE INDEX bench_history ON public.conversation_history (session_id);
        INSERT INTO public.conversation_sessions (id, session_key, created_at, updated_at) SELECT lpad(i::text, 32, '0')::uuid, 'ip-' || i, now() - CASE WHEN i <= 100000 THEN interval '180 days' ELSE interval '160 days' END + i * interval '69 s', now() - CASE WHEN i <= 100000 THEN interval '180 days' ELSE interval '160 days' END + i * interval '69 s' FROM generate_series(1, 200000) i;
        ALTER TABLE public.conversation_messages DROP CONSTRAINT conversation_messages_session_id_fkey, DROP CONSTRAINT conversation_messages_pkey;
        DROP INDEX public.idx_conversation_messages_session_timestamp, public.idx_conversation_messages_id_timestamp, public.idx_conversation_messages_session_id;
        INSERT INTO public.conversation_messages (session_id, message_type, content, "timestamp") SELECT lpad(i::text, 32, '0')::uuid, 'user', repeat('lorem ipsum ', 12), now() - CASE WHEN i <= 100000 THEN interval '180 days' ELSE interval '160 days' END + i * interval '69 s' FROM generate_series(1, 200000) i, generate_series(1, 15) j;
        ALTER TABLE public.conversation_messages ADD CONSTRAINT conversation_messages_pkey PRIMARY KEY (id);
        CREATE INDEX idx_conversation_messages_session_timestamp ON public.conversation_messages (session_id, "timestamp" DESC);
        CREATE INDEX idx_conversation_messages_id_timestamp ON public.conversation_messages (id, "timestamp");
        CREATE INDEX idx_conversation_messages_session_id ON public.conversation_messages (session_id);
        ALTER TABLE public.conversation_messages ADD CONSTRAINT conversation_messages_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.conversation_sessions (id) ON DELETE CASCADE;
        VACUUM (ANALYZE) public.conversation_sessions, public.conversation_messages;
        """;
}
