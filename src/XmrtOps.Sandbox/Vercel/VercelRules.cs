namespace XmrtOps.Sandbox.Vercel;

/// <summary>Where the real API is not documented, or answers now so and now so: what this one does.</summary>
public sealed class VercelRules
{
    /// <summary>What a team that is unknown to the token gets: 403 or 404.</summary>
    public int WrongTeamStatus { get; set; } = 403;

    /// <summary>Without teamId or slug the token's own account is meant, which holds no project.</summary>
    public bool RequiresTeam { get; set; }

    /// <summary>A project shows its last rollback or promotion without being asked for rollbackInfo.</summary>
    public bool ShowsJobUnasked { get; set; }

    /// <summary>Rows of a page of request logs.</summary>
    public int RequestLogPageSize { get; set; } = 100;

    /// <summary>How long a live stream of runtime logs goes on before it says that its limit is reached.</summary>
    public TimeSpan RuntimeLogLimit { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long it stays open after that, for its client to hang up.</summary>
    public TimeSpan RuntimeLogLinger { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a build log that is followed shows that it lives while there is no news.</summary>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a function that runs into its limit keeps its caller waiting.</summary>
    public TimeSpan FunctionTimeout { get; set; } = TimeSpan.FromMilliseconds(200);
}
