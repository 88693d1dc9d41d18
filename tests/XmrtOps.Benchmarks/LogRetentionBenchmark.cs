using XmrtOps.Sandbox;

namespace XmrtOps.Benchmarks;

/// <summary>1,000,000 of 2,000,000 rows of webhook_logs, without an index on their time as in the real schema.</summary>
internal sealed class LogRetentionBenchmark(RunningSandbox sandbox) : RetentionBenchmark(sandbox)
{
    public override string Name => "logs";

    protected override long Expected => 1_000_000;

    protected override string Script => "Remove-XmrtLog 30d -Force";

    protected override string Delete => "DELETE FROM public.webhook_logs WHERE created_at < now() - interval '30 days'";

    protected override string Insert =>
        "INSERT INTO public.webhook_logs (webhook_name, trigger_table, trigger_operation, payload) VALUES ('bench', 't', 'INSERT', '{}')";

    // Heap first and indexes after: a quarter of the time. The old rows and the new ones lie side by side, as vacuum leaves them.
    protected override string Fill =>
        """
        TRUNCATE public.webhook_logs;
        DROP INDEX public.idx_webhook_logs_status, public.idx_webhook_logs_event_source, public.idx_webhook_logs_event_type, public.idx_webhook_logs_processing_status;
        ALTER TABLE public.webhook_logs DROP CONSTRAINT webhook_logs_pkey;
        INSERT INTO public.webhook_logs (webhook_name, trigger_table, trigger_operation, payload, status, created_at) SELECT 'vectorize_memory', 'memory_contexts', 'INSERT', '{"record_id":"6f0b4c59-9a54-4d6a-8c9f-3e715d3c3a0e","attempt":2}', 'completed', now() - CASE WHEN i <= 1000000 THEN interval '60 days' ELSE interval '58 days' END + i * interval '2.5 s' FROM generate_series(1, 2000000) i;
        ALTER TABLE public.webhook_logs ADD CONSTRAINT webhook_logs_pkey PRIMARY KEY (id);
        CREATE INDEX idx_webhook_logs_status ON public.webhook_logs (status, created_at DESC);
        CREATE INDEX idx_webhook_logs_event_source ON public.webhook_logs (event_source);
        CREATE INDEX idx_webhook_logs_event_type ON public.webhook_logs (event_type);
        CREATE INDEX idx_webhook_logs_processing_status ON public.webhook_logs (processing_status);
        VACUUM (ANALYZE) public.webhook_logs;
        """;
}
