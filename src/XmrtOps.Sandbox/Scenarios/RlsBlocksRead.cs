using XmrtOps.Sandbox.Server;

namespace XmrtOps.Sandbox.Scenarios;

/// <summary>A restrictive policy hides all rows of a table from the site.</summary>
internal sealed class RlsBlocksRead : SandboxScenario
{
    private const string Table = "agents";
    private const string Policy = "Only the operations team";
    private const int Calls = 6;

    public override string Name => nameof(RlsBlocksRead);

    public override string Symptom => "\"The list of agents is empty: 200, and no rows. The dashboard's table editor shows them all.\"";

    public override string Hint => "No error anywhere. Who sees the rows, and who does not?";

    public override string Solution =>
        $"A restrictive policy of public.{Table}, \"{Policy}\", asks for a claim that no token has, so that nobody but service_role "
        + "sees a row; a SELECT that is filtered is no error and leaves nothing in a log. Test-XmrtPolicy agents anon -Action Select "
        + "names it, and gives the statement that drops it (and the one that brings it back).";

    internal override async Task StartAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        await stage.RunAsync(SandboxDatabase.Name, $"""
            DROP POLICY IF EXISTS "{Policy}" ON public.{Table};
            CREATE POLICY "{Policy}" ON public.{Table} AS RESTRICTIVE FOR SELECT USING ((auth.jwt() ->> 'team') = 'operations')
            """, cancellation).ConfigureAwait(false);
        var visitor = stage.Complain("203.0.113.45");
        for (var call = 0; call < Calls; call++) await visitor.ReadAsync(Table, cancellation).ConfigureAwait(false);
    }

    internal override Task EndAsync(ScenarioStage stage, CancellationToken cancellation) => stage.RunAsync(
        SandboxDatabase.Name, $"DROP POLICY IF EXISTS \"{Policy}\" ON public.{Table}", cancellation);

    internal override async Task<bool> IsSolvedAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        var seen = await stage.RunAsync(
            SandboxDatabase.Name, $"SET ROLE anon; SELECT id FROM public.{Table} LIMIT 1", cancellation).ConfigureAwait(false);
        return seen.Count > 0;
    }
}
