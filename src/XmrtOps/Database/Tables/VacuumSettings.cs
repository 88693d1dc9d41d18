using System.Globalization;

namespace XmrtOps.Database.Tables;

/// <summary>When autovacuum acts on a table: the server's settings, and over them the table's own.</summary>
internal sealed record VacuumSettings
{
    /// <summary>Autovacuum runs at all, and what it needs is counted.</summary>
    public bool IsServerEnabled { get; init; } = true;

    /// <summary>The table has not been taken out of it.</summary>
    public bool IsTableEnabled { get; init; } = true;

    public double VacuumThreshold { get; init; } = 50;

    public double VacuumScale { get; init; } = 0.2;

    /// <summary>From PostgreSQL 18 on an upper limit; null or below 0: none.</summary>
    public double? VacuumMaximum { get; init; }

    public double AnalyzeThreshold { get; init; } = 50;

    public double AnalyzeScale { get; init; } = 0.1;

    /// <summary>Below 0: inserts alone cause no vacuum.</summary>
    public double InsertThreshold { get; init; } = 1000;

    public double InsertScale { get; init; } = 0.2;

    /// <summary>Dead rows from which on a table of so many rows is vacuumed.</summary>
    public double DeadRowsFor(double rows)
    {
        double limit = VacuumThreshold + (VacuumScale * Math.Max(rows, 0));
        return VacuumMaximum is { } maximum and >= 0 ? Math.Min(limit, maximum) : limit;
    }

    /// <summary>Changed rows from which on it is analysed.</summary>
    public double ChangedRowsFor(double rows) => AnalyzeThreshold + (AnalyzeScale * Math.Max(rows, 0));

    /// <summary>New rows from which on it is vacuumed; null: never for those.</summary>
    /// <param name="rows">Rows of the table.</param>
    /// <param name="frozenShare">Pages that need no freezing, 0 to 1: from PostgreSQL 18 on they do not count; else 0.</param>
    public double? NewRowsFor(double rows, double frozenShare) => InsertThreshold < 0
        ? null
        : InsertThreshold + (InsertScale * Math.Max(rows, 0) * (1 - Math.Clamp(frozenShare, 0, 1)));

    /// <summary>With the storage parameters of a table, such as <c>autovacuum_enabled=false</c>.</summary>
    public VacuumSettings With(IReadOnlyList<string>? options)
    {
        VacuumSettings own = this;
        foreach (string option in options ?? [])
        {
            int sign = option.IndexOf('=', StringComparison.Ordinal);
            string value = option[(sign + 1)..];
            own = option[..Math.Max(sign, 0)] switch
            {
                "autovacuum_enabled" => own with { IsTableEnabled = IsTrue(value) },
                "autovacuum_vacuum_threshold" => own with { VacuumThreshold = Number(value) },
                "autovacuum_vacuum_scale_factor" => own with { VacuumScale = Number(value) },
                "autovacuum_vacuum_max_threshold" => own with { VacuumMaximum = Number(value) },
                "autovacuum_analyze_threshold" => own with { AnalyzeThreshold = Number(value) },
                "autovacuum_analyze_scale_factor" => own with { AnalyzeScale = Number(value) },
                "autovacuum_vacuum_insert_threshold" => own with { InsertThreshold = Number(value) },
                "autovacuum_vacuum_insert_scale_factor" => own with { InsertScale = Number(value) },
                _ => own,
            };
        }

        return own;
    }

    private static double Number(string value) => double.Parse(value, CultureInfo.InvariantCulture);

    // PostgreSQL keeps the word as it was typed, and takes any unambiguous beginning of it.
    private static bool IsTrue(string value) =>
        value is "1"
        || "true".StartsWith(value, StringComparison.OrdinalIgnoreCase)
        || "yes".StartsWith(value, StringComparison.OrdinalIgnoreCase)
        || value.Equals("on", StringComparison.OrdinalIgnoreCase);
}
