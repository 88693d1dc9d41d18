namespace XmrtOps.Functions;

/// <summary>A table that receives errors.</summary>
/// <param name="Table">Its name.</param>
/// <param name="File">The statement that reads its errors.</param>
internal sealed record ErrorSource(string Table, string File)
{
    /// <summary>Another table that is copied into this one, and the statement that leaves its copies out.</summary>
    public (string Table, string File)? Copied { get; init; }

    /// <summary>Every table of the application that really receives some (the runbook asks the first one only).</summary>
    public static readonly IReadOnlyList<ErrorSource> All =
    [
        new("public.api_call_logs", "Functions/ApiCallErrors.sql"),
        new("public.eliza_function_usage", "Functions/UsageErrors.sql")
        {
            Copied = ("public.edge_function_logs", "Functions/OwnUsageErrors.sql"),
        },
        new("public.edge_function_logs", "Functions/EdgeErrors.sql"),
        new("public.system_logs", "Functions/SystemErrors.sql"),
        new("public.vercel_function_logs", "Functions/VercelErrors.sql"),
        new("cron.job_run_details", "Functions/CronErrors.sql"),
        new("net._http_response", "Functions/HttpErrors.sql"),
    ];
}
