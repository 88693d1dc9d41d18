namespace XmrtOps.Retention;

/// <summary>How much of the jobs of pg_cron a role sees.</summary>
internal enum CronSight
{
    /// <summary>There are none: no pg_cron.</summary>
    NoCron,

    /// <summary>It may not read them.</summary>
    None,

    /// <summary>Row level security shows it its own.</summary>
    Own,

    /// <summary>All.</summary>
    All,
}
