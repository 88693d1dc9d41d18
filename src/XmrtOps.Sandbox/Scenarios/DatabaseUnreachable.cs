namespace XmrtOps.Sandbox.Scenarios;

/// <summary>The database lets nobody in, while the project is up.</summary>
internal sealed class DatabaseUnreachable : SandboxScenario
{
    private const int Visits = 5;

    public override string Name => nameof(DatabaseUnreachable);

    public override string Symptom => "\"The site is there, but there are no conversations, and the chat says that it cannot save.\"";

    public override string Hint => "Is it the project as a whole, or one of its services? Read what the database itself logs.";

    public override string Solution =>
        "The project is up, its database is not: Get-XmrtProject shows the service db UNHEALTHY, Get-XmrtLog -Source Database the "
        + "reason: connections to the database were forbidden (ALTER DATABASE … ALLOW_CONNECTIONS false), as for a maintenance "
        + "whose end was forgotten. From another database of the server, as its owner: ALTER DATABASE postgres "
        + "ALLOW_CONNECTIONS true.";

    internal override async Task StartAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        await stage.CloseDatabaseAsync(cancellation).ConfigureAwait(false);
        await stage.VisitAsync("/api/health", Visits, cancellation).ConfigureAwait(false);
        for (var call = 0; call < Visits; call++)
        {
            stage.LogDatabaseError("database \"postgres\" is not currently accepting connections", "FATAL", "55000");
        }
    }

    internal override Task EndAsync(ScenarioStage stage, CancellationToken cancellation) => stage.OpenDatabaseAsync(cancellation);

    internal override Task<bool> IsSolvedAsync(ScenarioStage stage, CancellationToken cancellation) =>
        stage.IsDatabaseOpenAsync(cancellation);
}
