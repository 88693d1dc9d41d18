using XmrtOps.Data;

namespace XmrtOps.Retention;

/// <summary>Which rows go, as SQL over the alias <c>t</c> of the table's rows.</summary>
internal sealed record RetentionFilter
{
    /// <summary>Alias of the table's rows in all statements.</summary>
    public const string Alias = "t";

    private const string CutoffMark = "{cutoff}";

    /// <summary>Conditions of age, with a mark where the cutoff belongs.</summary>
    private readonly IReadOnlyList<string> _age;

    /// <param name="timeColumn">The column that rows are aged by.</param>
    /// <param name="timeType">timestamptz, timestamp or date.</param>
    /// <param name="furtherAge">What else makes a row old, with <see cref="Cutoff"/>.</param>
    /// <param name="queue">What is known of the table as a work queue; null: it is none.</param>
    /// <param name="isOwnRow">See <see cref="IsOwnRow"/>.</param>
    public RetentionFilter(
        string timeColumn, string timeType, IReadOnlyList<string> furtherAge, QueueFacts? queue, bool isOwnRow)
    {
        // The cutoff is cast, not the column: an index on the column stays usable. A date is before the cutoff when its
        // whole day is; a timestamp without time zone is read in the server's time zone, as now() wrote it.
        _age = [$"{Column(timeColumn)} < {CutoffMark}::timestamptz::{timeType}", .. furtherAge];
        Queue = queue;
        IsOwnRow = isOwnRow;
    }

    /// <summary>What is known of the table as a work queue; null: it is none.</summary>
    public QueueFacts? Queue { get; }

    /// <summary>Condition for rows whose work is done; null where the table is no work queue, or all go.</summary>
    public string? Finished => Queue is { IsKept: true } ? WorkQueue.Finished(Queue.HasRouter) : null;

    /// <summary>Only the row itself decides: once it is locked, the answer cannot change.</summary>
    public bool IsOwnRow { get; }

    /// <summary>A column of the table's rows.</summary>
    public static string Column(string name) => $"{Alias}.{DatabaseTransaction.QuoteIdentifier(name)}";

    /// <summary>Rows that are old enough.</summary>
    /// <param name="cutoff">The cutoff in SQL: a parameter, or a literal where a statement takes none.</param>
    public string Age(string cutoff) =>
        string.Join(" AND ", _age).Replace(CutoffMark, cutoff, StringComparison.Ordinal);

    /// <summary>Rows that go.</summary>
    /// <param name="cutoff">The cutoff in SQL: a parameter, or a literal where a statement takes none.</param>
    public string Condition(string cutoff) => Finished is null ? Age(cutoff) : $"{Age(cutoff)} AND ({Finished})";

    /// <summary>The cutoff as a literal, for COPY.</summary>
    public static string Literal(DateTimeOffset cutoff) =>
        cutoff.UtcDateTime.ToString("\\'yyyy-MM-dd HH:mm:ss.ffffff'+00'\\'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>For a further condition of age: where the cutoff belongs.</summary>
    public static string Cutoff => CutoffMark;
}
