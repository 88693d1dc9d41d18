namespace XmrtOps.Module;

/// <summary>Completes the identifiers of recorded statements; the tool tip is the statement.</summary>
public sealed class QueryIdCompleter() : DatabaseCompleter("Database/Names/QueryIds.sql")
{
    private protected override string? Extension => "pg_stat_statements";
}
