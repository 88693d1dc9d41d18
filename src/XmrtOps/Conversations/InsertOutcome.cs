using System.Data.Common;
using System.Text.RegularExpressions;
using XmrtOps.Data;

namespace XmrtOps.Conversations;

/// <summary>What became of an attempt to insert. Whatever it was, it was rolled back.</summary>
internal sealed partial record InsertOutcome
{
    public required InsertAttempt Attempt { get; init; }

    /// <summary>Why it was not tried; null: it was.</summary>
    public string? NotTried { get; init; }

    /// <summary>What lets it be tried.</summary>
    public string? Remedy { get; init; }

    /// <summary>PostgreSQL's code of the refusal; null: the row was taken.</summary>
    public string? SqlState { get; init; }

    /// <summary>PostgreSQL's words.</summary>
    public string? Message { get; init; }

    public string? Constraint { get; init; }

    public string? Column { get; init; }

    /// <summary>The table that the refusal is about, which may be another one that a trigger writes to.</summary>
    public string? Table { get; init; }

    /// <summary>The function of a trigger in which it happened.</summary>
    public string? Function { get; init; }

    /// <summary>A condition of row level security was not met, as opposed to a missing privilege.</summary>
    public bool IsOfRowSecurity { get; init; }

    public double DurationMs { get; init; }

    public static InsertOutcome Refused(InsertAttempt attempt, DbException refusal, double durationMs)
    {
        string? where = Field(refusal, "Where");
        Match function = InFunction().Match(where ?? "");
        return new InsertOutcome
        {
            Attempt = attempt,
            SqlState = refusal.SqlState,
            Message = DatabaseFaults.MessageOf(refusal),
            Constraint = Field(refusal, "ConstraintName"),
            Column = Field(refusal, "ColumnName"),
            Table = Field(refusal, "TableName"),
            Function = function.Success ? function.Groups["name"].Value : null,
            // The same code means both; who raised it does not depend on the server's language.
            IsOfRowSecurity = Field(refusal, "Routine") == "ExecWithCheckOptions",
            DurationMs = durationMs,
        };
    }

    // The driver's own type stays in its context; what PostgreSQL said is in the data of the exception.
    private static string? Field(DbException exception, string name) => exception.Data[name] as string;

    [GeneratedRegex(
        @"PL/pgSQL function (?:inline_code_block|(?<name>[^(\s]+)\()",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex InFunction();
}
