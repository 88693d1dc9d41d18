namespace XmrtOps.Integration.Tests.Logs;

/// <summary>A run that is stopped when the test is over, also where it fails.</summary>
internal sealed class PwshRunGuard(PwshRun run) : IAsyncDisposable
{
    public PwshRun Run => run;

    public async ValueTask DisposeAsync() => await run.StopAsync();
}
