namespace XmrtOps.Authentication;

/// <summary>What came of something that was tried and taken back.</summary>
/// <typeparam name="T">What it gives.</typeparam>
internal sealed record Attempt<T>
{
    public bool IsDone { get; init; }

    public T Value { get; init; } = default!;

    /// <summary>The database's code of what went wrong.</summary>
    public string? SqlState { get; init; }

    /// <summary>The first line of its message.</summary>
    public string? Message { get; init; }

    /// <summary>The server's function that refused, by which a policy's refusal is told from a missing privilege's.</summary>
    public string? Routine { get; init; }

    /// <summary>A condition of ours that was met.</summary>
    public Exception? Fault { get; init; }

    /// <summary>A policy refused the row.</summary>
    public bool IsRefusedByPolicy => SqlState == "42501"
        && (Routine == "ExecWithCheckOptions" || Message?.Contains("row-level security", StringComparison.Ordinal) == true);
}
