namespace XmrtOps.Sandbox.Scenarios;

/// <summary>A secret that an edge function reads is not set any more.</summary>
internal sealed class FunctionMissingSecret : SandboxScenario
{
    private const string Slug = "openrouter-chat";
    private const string Secret = "OPENROUTER_API_KEY";
    private const int Calls = 12;

    public override string Name => nameof(FunctionMissingSecret);

    public override string Symptom => "\"Eliza does not answer any more when OpenRouter is chosen. The other models are fine.\"";

    public override string Hint => "One function fails at every call. What does it say of itself in its log?";

    public override string Solution =>
        $"The function {Slug} answers 500: \"{Secret} is not configured\" (Get-XmrtTopError, Get-XmrtLog -Source Function -Function "
        + $"{Slug}). The secret was removed: Get-XmrtSecret does not list it. Set it again (supabase secrets set {Secret}=…); "
        + "functions see it without a new deployment.";

    internal override Task StartAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        if (stage.Supabase.Secrets.Remove(Secret, out var value)) stage.Kept[Secret] = value;
        return stage.CallFunctionAsync(Slug, Calls, cancellation);
    }

    internal override Task EndAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        if (!stage.Supabase.Secrets.Has(Secret) && stage.Kept.GetValueOrDefault(Secret) is string value)
        {
            stage.Supabase.Secrets.Set(Secret, value);
        }

        return Task.CompletedTask;
    }

    internal override Task<bool> IsSolvedAsync(ScenarioStage stage, CancellationToken cancellation) =>
        Task.FromResult(stage.Supabase.Secrets.Has(Secret));
}
