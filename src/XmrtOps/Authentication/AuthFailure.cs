namespace XmrtOps.Authentication;

/// <summary>Calls that were answered 401 or 403 at one place and for one cause.</summary>
public sealed record AuthFailure
{
    /// <summary>False: this log could not be looked at, and nothing is known of it; Reason says why.</summary>
    public bool IsMeasured { get; init; } = true;

    /// <summary>Why.</summary>
    public AuthFailureCause Cause { get; init; }

    /// <summary>401 or 403; null where PostgreSQL's log says it, which knows no HTTP: 401 for visitors, 403 for users.</summary>
    public int? Status { get; init; }

    /// <summary>How many; null where it was not measured.</summary>
    public long? Failures { get; init; }

    /// <summary>Path that was asked, without its query; null where the log does not say it.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Name of the edge function.</summary>
    public string? Function { get; init; }

    /// <summary>The error's code, such as bad_jwt.</summary>
    public string? Code { get; init; }

    /// <summary>The table that was refused, in PostgreSQL's log.</summary>
    public string? Table { get; init; }

    /// <summary>The role that was refused, in PostgreSQL's log; null where that only has the REST service's login.</summary>
    public string? Role { get; init; }

    /// <summary>Different addresses that were refused; null where the log has none.</summary>
    public int? Addresses { get; init; }

    /// <summary>The cause in words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What to do: commands where there are some.</summary>
    public string? Remedy { get; init; }

    /// <summary>The first of them in that time; null where it was not measured.</summary>
    public DateTimeOffset? FirstSeen { get; init; }

    /// <summary>The last of them.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>The log, such as function_edge_logs, or the project's table public.edge_function_logs.</summary>
    public string Source { get; init; } = "";

    /// <summary>When it was counted.</summary>
    public DateTimeOffset MeasuredAt { get; init; }

    /// <summary>Where it was read.</summary>
    public string Connection { get; init; } = "";
}
