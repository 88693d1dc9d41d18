namespace XmrtOps.Rollback.Migrations;

/// <summary>A file among the migrations.</summary>
internal sealed record MigrationFile
{
    /// <summary>The full path.</summary>
    public required string Path { get; init; }

    public string FileName => System.IO.Path.GetFileName(Path);

    /// <summary>Null: a push passes over it.</summary>
    public string? Version { get; init; }

    public string? Name { get; init; }

    /// <summary>Its text; null where it cannot be read, which <see cref="Fault"/> explains.</summary>
    public string? Text { get; init; }

    /// <summary>Why it cannot be read, as a clause.</summary>
    public string? Fault { get; init; }

    /// <summary>The statements; null where the text is.</summary>
    public IReadOnlyList<string>? Statements { get; init; }

    /// <summary>Its name ends like that of a script that undoes: a push takes it for a migration all the same.</summary>
    public bool IsDownScript => FileName.EndsWith(".down.sql", StringComparison.Ordinal);
}
