using XmrtOps.Sandbox.Server;

namespace XmrtOps.Sandbox.Scenarios;

/// <summary>The index of a frequent statement is gone.</summary>
internal sealed class MissingIndex : SandboxScenario
{
    private const int Calls = 200;
    private const string Definitions = "indexes";

    private const string Statement = """
        SELECT id, webhook_name, event_type, processing_status FROM public.webhook_logs
        WHERE status = $1 AND created_at > $2 ORDER BY created_at DESC LIMIT 50
        """;

    // By its columns: what the user builds may have another name.
    private const string Lookup = """
        FROM pg_indexes WHERE schemaname = 'public' AND tablename = 'webhook_logs' AND indexdef LIKE '%(status, created_at%'
        """;

    public override string Name => nameof(MissingIndex);

    public override string Symptom => "\"The webhook page has become slow since the release this morning.\"";

    public override string Hint => "One statement costs more time than all others. Look at its plan.";

    public override string Solution =>
        "The index on webhook_logs (status, created_at) is gone, so that the statement of the webhook page reads the table: "
        + "Get-XmrtSlowQuery -OrderBy TotalTime shows it, Find-XmrtMissingIndex -Verify proposes the index, and New-XmrtIndex builds it without "
        + "blocking anybody.";

    internal override async Task StartAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        stage.Kept[Definitions] = await stage.RunAsync(
            SandboxDatabase.Name, "SELECT indexdef " + Lookup, cancellation).ConfigureAwait(false);
        await stage.RunAsync(SandboxDatabase.Name, $"""
            DO $$ DECLARE name text; BEGIN
              FOR name IN SELECT indexname {Lookup} LOOP EXECUTE format('DROP INDEX public.%I', name); END LOOP;
            END $$
            """, cancellation).ConfigureAwait(false);
        await stage.AskAsApplicationAsync(
            Statement,
            [.. Enumerable.Range(1, Calls).Select(call => new object[] { "failed", DateTime.UtcNow.AddHours(-call) })],
            cancellation).ConfigureAwait(false);
    }

    internal override async Task EndAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        if (stage.Kept.GetValueOrDefault(Definitions) is not IReadOnlyList<string> definitions) return;
        if (await IsSolvedAsync(stage, cancellation).ConfigureAwait(false)) return;

        await stage.RunAsync(SandboxDatabase.Name, string.Join("; ", definitions), cancellation).ConfigureAwait(false);
    }

    internal override async Task<bool> IsSolvedAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        var found = await stage.RunAsync(
            SandboxDatabase.Name, "SELECT indexname " + Lookup, cancellation).ConfigureAwait(false);
        return found.Count > 0;
    }
}
