using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Sandbox.Scenarios;

/// <summary>A frontend with the legacy anon key in its pages, which those scenarios begin with that take the key away.</summary>
internal static class LegacyFrontend
{
    /// <summary>Builds it with that key, where a rehearsal before has left another one.</summary>
    public static void Ensure(ScenarioStage stage)
    {
        if (stage.Deployed(FrontendRoutes.KeyVariable) != stage.Identity.AnonKey)
        {
            stage.Deploy(FrontendRoutes.KeyVariable, stage.Identity.AnonKey, "Environment: the anon key", ScenarioTimes.Ago);
        }
    }

    /// <summary>The running build has a key that the project takes.</summary>
    public static bool HasGoodKey(ScenarioStage stage) =>
        stage.Deployed(FrontendRoutes.KeyVariable) is { } key && stage.Supabase.Takes(key);

    /// <summary>Opens the page, which reads its rows and asks who is signed in.</summary>
    public static async Task VisitAsync(SiteVisitor visitor, int times, CancellationToken cancellation)
    {
        await visitor.VisitAsync("/", cancellation).ConfigureAwait(false);
        for (var time = 0; time < times; time++)
        {
            await visitor.ReadAsync("agents", cancellation).ConfigureAwait(false);
        }
    }
}
