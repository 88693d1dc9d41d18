using System.Text;
using XmrtOps.Sandbox.Supabase;

namespace XmrtOps.Sandbox.Scenarios;

/// <summary>A version of an edge function was deployed whose types are wrong, and which throws.</summary>
internal sealed class FunctionTypeError : SandboxScenario
{
    private const string Slug = "task-orchestrator";
    private const int Calls = 12;

    private const string Source = """
        import { serve } from "https://deno.land/std@0.168.0/http/server.ts";
        import { createClient } from "https://esm.sh/@supabase/supabase-js@2";

        interface Task { sessionKey: string; priority: number }

        const supabase = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);
        const INTERNAL_ELIZA_KEY = Deno.env.get("INTERNAL_ELIZA_KEY");
        const retries: number = "3";

        serve(async (request) => {
          const { task } = await request.json() as { task?: Task };
          const { error } = await supabase.from("tasks").insert({ session: task.sessionKey, priority: task.priority, retries });
          return Response.json({ success: !error });
        });

        """;

    public override string Name => nameof(FunctionTypeError);

    public override string Symptom => "\"Agents take no new tasks. It began right after the deployment.\"";

    public override string Hint => "One function fails since its last version. What did that change?";

    public override string Solution =>
        $"The new version of {Slug} throws a TypeError at every call (500 WORKER_ERROR; Get-XmrtTopError, Get-XmrtLog -Source "
        + $"Function -Function {Slug}): it reads task.sessionKey where task may be undefined, and its types are wrong, which "
        + "deploying does not check (Test-XmrtFunction does). Deploy the version before (the platform keeps none: take the "
        + "saved one, or git's) or a mended one by Publish-XmrtFunction.";

    internal override Task StartAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        var functions = stage.Supabase.Functions;
        var before = functions.Find(Slug) ?? throw new InvalidOperationException($"There is no function {Slug}.");
        stage.Kept[Slug] = before;
        functions.Deploy(
            Slug,
            [new EdgeFunctionFile(before.EntrypointPath, Encoding.UTF8.GetBytes(Source))],
            before.EntrypointPath);
        functions.SetBehaviour(Slug, EdgeFunctionBehaviour.Throws);
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
        stage.Supabase.Functions.Find(Slug) is { } now
        && stage.Supabase.Functions.BehaviourOf(now) == EdgeFunctionBehaviour.Answers;
}
