using XmrtOps.Sandbox.Supabase;

namespace XmrtOps.Sandbox.Scenarios;

/// <summary>The Supabase project was paused: database, functions and Auth are away.</summary>
internal sealed class ProjectPaused : SandboxScenario
{
    private const int Visits = 3;

    public override string Name => nameof(ProjectPaused);

    public override string Symptom => "\"Nothing loads any more. I cannot even sign in.\"";

    public override string Hint => "Everything behind the site is away at once. What have all those parts in common?";

    public override string Solution =>
        "The Supabase project is paused (Get-XmrtProject: INACTIVE), so that its database, functions and Auth answer nobody; "
        + "nothing of it is broken. It is restored in the dashboard and takes minutes; Invoke-XmrtScenario -End is that button "
        + "here. Free projects are paused after a week without use: take a paid plan.";

    internal override async Task StartAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        stage.Supabase.Project.SetStatus(ProjectStatus.Inactive);
        await stage.CloseDatabaseAsync(cancellation).ConfigureAwait(false);
        await stage.VisitAsync("/api/health", Visits, cancellation).ConfigureAwait(false);
    }

    internal override Task EndAsync(ScenarioStage stage, CancellationToken cancellation)
    {
        stage.Supabase.Project.SetStatus(ProjectStatus.ActiveHealthy);
        return stage.OpenDatabaseAsync(cancellation);
    }

    internal override Task<bool> IsSolvedAsync(ScenarioStage stage, CancellationToken cancellation) =>
        Task.FromResult(ProjectStatus.IsUp(stage.Supabase.Project.Status));
}
