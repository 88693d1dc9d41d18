namespace XmrtOps.Rollback.Schemas;

/// <summary>What anon or authenticated may do to something (runbook, "Rollback Procedures").</summary>
public sealed record AccessRight
{
    /// <summary>anon or authenticated: whom anybody with the public key, or any user, acts as.</summary>
    public required string Role { get; init; }

    /// <summary>A table, a view or a function, with its schema, as SQL writes it.</summary>
    public required string Object { get; init; }

    /// <summary>SELECT, INSERT, UPDATE, DELETE, or EXECUTE of a function.</summary>
    public required string Command { get; init; }

    /// <summary>It has the privilege, on the schema too.</summary>
    public bool IsGranted { get; init; }

    /// <summary>Row level security is on; of a function: it acts with the caller's rights, not with its owner's.</summary>
    public bool IsFiltered { get; init; }

    /// <summary>Permissive policies that apply, each with its conditions: one of them lets a row through.</summary>
    public IReadOnlyList<string> Permissive { get; init; } = [];

    /// <summary>Restrictive policies that apply: all of them have to let a row through.</summary>
    public IReadOnlyList<string> Restrictive { get; init; } = [];

    /// <summary>It can reach any row at all.</summary>
    public bool IsOpen => IsGranted && (Command == "EXECUTE" || !IsFiltered || Permissive.Count > 0);

    /// <summary>Who may do what, such as "anon SELECT public.notes".</summary>
    public override string ToString() => $"{Role} {Command} {Object}";
}
