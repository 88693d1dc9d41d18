namespace XmrtOps.Sandbox.Scenarios;

/// <summary>A function was deployed without the project's config.toml, so that the platform checks tokens before it.</summary>
internal sealed class FunctionDemandsJwt : SandboxScenario
{
    private const string Slug = "system-status";
    private const int Calls = 10;

    public override string Name => nameof(FunctionDemandsJwt);

    public override string Symptom =>
        "\"The public status page is blank since this morning's deployment. Its call answers 401: Missing authorization header.\"";

    public override string Hint => "Was the function called at all? What is different about it from the others?";

    public override string Solution =>
        $"The platform refuses before {Slug} is called (Get-XmrtAuthFailure: TokenMissing, in the function's gateway log without an "
        + "execution), because its JWT check is on: Get-XmrtFunction shows it, alone of all. It was deployed without config.toml, and "
        + $"the check is on by default. Deploy it again with the check off: Save-XmrtFunction {Slug} | Publish-XmrtFunction "
        + "-VerifyJwt:$false.";

    internal override async Task StartAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        var functions = stage.Supabase.Functions;
        var before = functions.Find(Slug) ?? throw new InvalidOperationException($"There is no function {Slug}.");
        functions.Put(functions.Prepare(Slug, before.Bundle, before.EntrypointPath) with { VerifyJwt = true });
        var visitor = stage.Complain("203.0.113.47");
        for (var call = 0; call < Calls; call++) await visitor.FetchFunctionAsync(Slug, cancellation).ConfigureAwait(false);
    }

    internal override Task EndAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        if (!IsSolved(stage)) stage.Supabase.Functions.SetVerifyJwt(Slug, verifyJwt: false);
        return Task.CompletedTask;
    }

    internal override Task<bool> IsSolvedAsync(ScenarioStage stage, CancellationToken cancellation) =>
        Task.FromResult(IsSolved(stage));

    private static bool IsSolved(ScenarioStage stage) => stage.Supabase.Functions.Find(Slug) is { VerifyJwt: false };
}
