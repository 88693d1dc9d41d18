using System.Text;
using XmrtOps.Sandbox.Supabase;

namespace XmrtOps.Sandbox.Scenarios;

/// <summary>A version of an edge function was deployed that does not start, and whose callers have to show a token now.</summary>
internal sealed class BadFunction : SandboxScenario
{
    private const string Slug = "agent-manager";
    private const int Calls = 12;

    private const string Source = """
        import { serve } from "https://deno.land/std@0.168.0/http/server.ts";
        import { AgentRegistry } from "./registry.ts";

        const registry = new AgentRegistry(Deno.env.get("GEMINI_API_KEY")!);

        serve(async () => Response.json(await registry.list()));

        """;

    public override string Name => nameof(BadFunction);

    public override string Symptom => "\"The list of agents is empty. Somebody deployed the function from his own machine.\"";

    public override string Hint => "Is the version before kept anywhere? What else did the deployment change than the code?";

    public override string Solution =>
        $"The new version of {Slug} does not start (503 BOOT_ERROR; Get-XmrtFunction {Slug} -Probe), since it imports a file that was not "
        + "deployed, and its check of tokens was turned on by the way. Go back to the version that was saved while it was well: "
        + $"Invoke-XmrtRollback -Function {Slug} -WhatIf, then without -WhatIf. With nothing saved: -GitRef <commit>.";

    internal override Task StartAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        var functions = stage.Supabase.Functions;
        var before = functions.Find(Slug) ?? throw new InvalidOperationException($"There is no function {Slug}.");
        stage.Kept[Slug] = before;
        functions.Deploy(
            Slug,
            [new EdgeFunctionFile(before.EntrypointPath, Encoding.UTF8.GetBytes(Source))],
            before.EntrypointPath,
            verifyJwt: true);
        functions.SetBehaviour(Slug, EdgeFunctionBehaviour.FailsToBoot);
        return stage.CallFunctionAsync(Slug, Calls, cancellation);
    }

    internal override Task EndAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        if (!IsSolved(stage) && stage.Kept.GetValueOrDefault(Slug) is EdgeFunction before)
        {
            stage.Supabase.Functions.Put(
                stage.Supabase.Functions.Prepare(Slug, before.Bundle, before.EntrypointPath) with { VerifyJwt = before.VerifyJwt });
        }

        return Task.CompletedTask;
    }

    internal override Task<bool> IsSolvedAsync(ScenarioStage stage, CancellationToken cancellation) =>
        Task.FromResult(IsSolved(stage));

    private static bool IsSolved(ScenarioStage stage) =>
        stage.Supabase.Functions.Find(Slug) is { VerifyJwt: false } now
        && stage.Supabase.Functions.BehaviourOf(now) == EdgeFunctionBehaviour.Answers;
}
