using System.Text.Json.Nodes;
using Npgsql;
using XmrtOps.Sandbox.Server;

namespace XmrtOps.Sandbox.Scenarios;

/// <summary>The policy is gone that let the site write memories.</summary>
internal sealed class RlsBlocksInsert : SandboxScenario
{
    private const string Table = "memory_contexts";
    private const string Policy = "Anyone can insert memories";
    private const int Calls = 6;

    public override string Name => nameof(RlsBlocksInsert);

    public override string Symptom =>
        "\"Eliza forgets everything. The console says: new row violates row-level security policy for table memory_contexts.\"";

    public override string Hint => "The message names the table. Which policies are there for INSERT, and whom do they let through?";

    public override string Solution =>
        $"public.{Table} has no policy any more that lets visitors insert (\"{Policy}\" was dropped as too wide); those that are left "
        + "ask for the user's own id. Get-XmrtAuthFailure shows PolicyDenied from PostgreSQL's log, with the table; Test-XmrtPolicy "
        + "memory_contexts anon -Action Insert -AllowTriggers names the policies that refuse, and gives the statement to write one "
        + "that fits.";

    internal override async Task StartAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        await stage.RunAsync(SandboxDatabase.Name, $"""
            DO $$ DECLARE name text; BEGIN
              FOR name IN SELECT policyname FROM pg_policies
                          WHERE schemaname = 'public' AND tablename = '{Table}' AND cmd = 'INSERT' AND with_check = 'true' LOOP
                EXECUTE format('DROP POLICY %I ON public.{Table}', name);
              END LOOP;
            END $$
            """, cancellation).ConfigureAwait(false);
        var visitor = stage.Complain("203.0.113.46");
        for (var call = 0; call < Calls; call++) await visitor.InsertAsync(Table, Memory(), cancellation).ConfigureAwait(false);
    }

    internal override async Task EndAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        if (await IsSolvedAsync(stage, cancellation).ConfigureAwait(false)) return;

        await stage.RunAsync(
            SandboxDatabase.Name,
            $"CREATE POLICY \"{Policy}\" ON public.{Table} FOR INSERT WITH CHECK (true)",
            cancellation).ConfigureAwait(false);
    }

    internal override async Task<bool> IsSolvedAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        try
        {
            await stage.RunAsync(SandboxDatabase.Name, $"""
                BEGIN; SET LOCAL ROLE anon; SET LOCAL request.jwt.claims = '{"{\"role\":\"anon\"}"}';
                INSERT INTO public.{Table} (user_id, session_id, content, context_type) VALUES ('visitor', 'rehearsal', 'likes tea', 'preference');
                ROLLBACK
                """, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return false;
        }
    }

    /// <summary>What the site saves of a visitor.</summary>
    internal static JsonObject Memory() => new()
    {
        ["user_id"] = "visitor",
        ["session_id"] = "rehearsal",
        ["content"] = "likes tea",
        ["context_type"] = "preference",
    };
}
