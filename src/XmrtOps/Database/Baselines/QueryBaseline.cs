namespace XmrtOps.Database.Baselines;

/// <summary>What pg_stat_statements had counted of a database at a moment, kept to be compared with (runbook, chapter 3).</summary>
public sealed record QueryBaseline
{
    /// <summary>Unique everywhere; a version-7 UUID, which begins with the time.</summary>
    public Guid Id { get; init; }

    /// <summary>Its name, unique for a connection.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the connection it was taken over.</summary>
    public required string Connection { get; init; }

    /// <summary>When it was taken, by the server's clock.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Statements in it; those hidden from the role are one for each role that ran them.</summary>
    public int Statements { get; init; }

    /// <summary>Calls of all statements until then.</summary>
    public long Calls { get; init; }

    /// <summary>Time of all those calls, in milliseconds.</summary>
    public double TotalMs { get; init; }

    /// <summary>Time of an average call until then, in milliseconds; null without a call.</summary>
    public double? MeanMs => Calls > 0 ? TotalMs / Calls : null;

    /// <summary>Statements whose text and identifier the role could not see.</summary>
    public long HiddenStatements { get; init; }

    /// <summary>Since when the server had counted; null before pg_stat_statements 1.9.</summary>
    public DateTimeOffset? CountedSince { get; init; }

    /// <summary>How often statements had to make room for others since; null before pg_stat_statements 1.9.</summary>
    public long? Evictions { get; init; }

    /// <summary>The server: host, port and database.</summary>
    public required string Target { get; init; }

    /// <summary>Name of the database.</summary>
    public required string DatabaseName { get; init; }

    /// <summary>The database's object identifier, which a copy of it does not share.</summary>
    public long DatabaseOid { get; init; }

    /// <summary>The cluster's identifier, which its standbys share; null when the role may not ask.</summary>
    public string? SystemIdentifier { get; init; }

    /// <summary>Role that took it.</summary>
    public required string Role { get; init; }

    /// <summary>Version of the server, such as 15.8.</summary>
    public required string ServerVersion { get; init; }

    /// <summary>Version of the server as a number, such as 150008.</summary>
    public int ServerVersionNumber { get; init; }

    /// <summary>Version of pg_stat_statements, such as 1.10.</summary>
    public required string ExtensionVersion { get; init; }

    /// <summary>When the server was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The server was a standby or recovering.</summary>
    public bool IsInRecovery { get; init; }

    /// <summary>The server measured the time of reading and writing.</summary>
    public bool TracksIO { get; init; }

    /// <summary>The server measured the time of planning.</summary>
    public bool TracksPlanning { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
