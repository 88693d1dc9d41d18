namespace XmrtOps.Rollback.Schemas;

/// <summary>A right of anon or authenticated that differs before and after.</summary>
public sealed record AccessChange
{
    /// <summary>Null: what it is a right to was not there.</summary>
    public AccessRight? Before { get; init; }

    /// <summary>Null: what it was a right to is gone.</summary>
    public AccessRight? After { get; init; }

    /// <summary>More may be reached than before, or other rows: whether those are fewer cannot be told from conditions.</summary>
    public required bool IsWider { get; init; }

    /// <summary>Why, as a clause.</summary>
    public required string Reason { get; init; }

    /// <summary>Who may do what, and why that is different.</summary>
    public override string ToString() => $"{After ?? Before}: {Reason}";
}
