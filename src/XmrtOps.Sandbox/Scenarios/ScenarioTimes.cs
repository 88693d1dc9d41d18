namespace XmrtOps.Sandbox.Scenarios;

/// <summary>How long ago what scenarios do has happened, so that nobody has to wait for a build.</summary>
internal static class ScenarioTimes
{
    /// <summary>What broke it.</summary>
    public static TimeSpan Ago { get; } = TimeSpan.FromSeconds(40);

    /// <summary>What mends it, where the user did not.</summary>
    public static TimeSpan MendedAgo { get; } = TimeSpan.FromSeconds(20);
}
