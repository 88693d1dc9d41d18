namespace XmrtOps.Logs;

/// <summary>Calls that were refused in the same way, as the platform's logs tell them apart.</summary>
internal sealed record RefusedCalls
{
    /// <summary>Name of the log: function_edge_logs, auth_logs, edge_logs, postgres_logs.</summary>
    public required string Source { get; init; }

    /// <summary>HTTP status; null of PostgreSQL's log.</summary>
    public int? Status { get; init; }

    /// <summary>Path of the request; null of PostgreSQL's log.</summary>
    public string? Path { get; init; }

    /// <summary>Name of the edge function, or its identifier where its name is not known.</summary>
    public string? Function { get; init; }

    /// <summary>The function was started: its own code answered, and not the platform in front of it.</summary>
    public bool WasExecuted { get; init; }

    /// <summary>Auth's error code; the role of PostgreSQL's log.</summary>
    public string? Code { get; init; }

    /// <summary>What the text says in other words: expired, signature, policy, grant.</summary>
    public string? Hint { get; init; }

    /// <summary>The token in the Authorization header was not accepted.</summary>
    public bool IsTokenInvalid { get; init; }

    /// <summary>Its time was over when it came; null where the log does not say until when it is valid.</summary>
    public bool? IsTokenExpired { get; init; }

    /// <summary>Algorithm of that token, such as HS256.</summary>
    public string? Algorithm { get; init; }

    /// <summary>A key of the new kind was sent.</summary>
    public bool HasNewKey { get; init; }

    /// <summary>The key in the apikey header was not accepted.</summary>
    public bool IsKeyInvalid { get; init; }

    /// <summary>The table that PostgreSQL's log names.</summary>
    public string? Table { get; init; }

    /// <summary>Address of the caller, where the log has it.</summary>
    public string? Address { get; init; }

    public long Calls { get; init; }

    public DateTimeOffset FirstSeen { get; init; }

    public DateTimeOffset LastSeen { get; init; }
}
