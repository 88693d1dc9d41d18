namespace XmrtOps.Authentication;

/// <summary>A policy of row level security.</summary>
public sealed record RowPolicy
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>SELECT, INSERT, UPDATE, DELETE or ALL.</summary>
    public required string Command { get; init; }

    /// <summary>True: one of these has to let a row through; false (restrictive): all of these have to.</summary>
    public bool IsPermissive { get; init; }

    /// <summary>Roles that it is for; "public" is everybody.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The condition on rows that are there (USING); null for none.</summary>
    public string? Using { get; init; }

    /// <summary>The condition on new rows (WITH CHECK); null: that of <see cref="Using"/> where there is one.</summary>
    public string? Check { get; init; }

    /// <summary>Claims of the token that it asks for, as far as its text shows.</summary>
    public IReadOnlyList<string> Claims { get; init; } = [];

    /// <summary>As a person reads it.</summary>
    public override string ToString() =>
        $"\"{Name}\" {(IsPermissive ? "" : "RESTRICTIVE ")}FOR {Command} TO {string.Join(", ", Roles)}"
        + (Using is null ? "" : $" USING ({Using})")
        + (Check is null ? "" : $" WITH CHECK ({Check})");
}
