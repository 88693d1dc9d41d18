namespace XmrtOps.Sandbox.Schema;

/// <summary>What an XMRT database is made from. The same seed, scale and instant give the same rows.</summary>
public sealed record XmrtDatabaseOptions
{
    /// <summary>
    /// Npgsql connection string of a superuser (supabase_admin) to the database that is to be filled.
    /// </summary>
    public required string AdminConnectionString { get; init; }

    /// <summary>
    /// How much data: 1 gives 21,000 rows of webhook_logs, 100 over two million. Tables that clocks fill, such as the
    /// hourly health history, keep their size.
    /// </summary>
    public int Scale { get; init; } = 1;

    /// <summary>Start value of the generators.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The instant at which the 120 days of history end.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Password of the role postgres.</summary>
    public required string PostgresPassword { get; init; }

    /// <summary>Password of the role authenticator, as which the workload connects.</summary>
    public required string AuthenticatorPassword { get; init; }

    /// <summary>Password of the role app_reader, which may read but not see other roles' statements.</summary>
    public required string AppReaderPassword { get; init; }

    // The compiler-made text would show the passwords.
    /// <inheritdoc/>
    public override string ToString() => $"XMRT database, scale {Scale}, seed {Seed}, up to {Now:u}";
}
