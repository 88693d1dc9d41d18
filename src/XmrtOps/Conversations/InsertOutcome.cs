using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using XmrtOps.Data;

namespace XmrtOps.Conversations;

/// <summary>What became of an attempt to insert. Whatever it was, it was rolled back.</summary>
internal sealed partial record InsertOutcome
{
    // Shorter ones are words as well.
    private const int ShortestValue = 5;

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
            Message = WithoutValues(DatabaseFaults.MessageOf(refusal), refusal.SqlState, attempt.Row),
            Constraint = Field(refusal, "ConstraintName"),
            Column = Field(refusal, "ColumnName"),
            Table = Field(refusal, "TableName"),
            Function = function.Success ? function.Groups["name"].Value : null,
            // The same code means both; who raised it does not depend on the server's language.
            IsOfRowSecurity = Field(refusal, "Routine") == "ExecWithCheckOptions",
            DurationMs = durationMs,
        };
    }

    /// <summary>PostgreSQL quotes what does not fit, and triggers may quote anything.</summary>
    private static string WithoutValues(string message, string? state, IReadOnlyDictionary<string, object?> row)
    {
        if (state?.StartsWith("22", StringComparison.Ordinal) == true && message.IndexOf(": \"", StringComparison.Ordinal) is > 0 and var quoted)
        {
            message = message[..quoted];
        }

        foreach (object? value in row.Values)
        {
            string text = value switch
            {
                JsonElement { ValueKind: JsonValueKind.String } element => element.GetString()!,
                JsonElement element => element.GetRawText(),
                _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
            };
            if (text.Length >= ShortestValue)
            {
                message = message.Replace(text, "…", StringComparison.Ordinal);
            }
        }

        return message;
    }

    // The driver's own type stays in its context; what PostgreSQL said is in the data of the exception.
    private static string? Field(DbException exception, string name) => exception.Data[name] as string;

    [GeneratedRegex(
        @"PL/pgSQL function (?:inline_code_block|(?<name>[^(\s]+)\()",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex InFunction();
}
