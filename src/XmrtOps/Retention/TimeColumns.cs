using XmrtOps.Data;
using XmrtOps.Faults;

namespace XmrtOps.Retention;

/// <summary>The columns of a table, and which of them hold points in time.</summary>
/// <param name="All">Name to type; a domain counts as what it is made of.</param>
internal sealed record TimeColumns(IReadOnlyDictionary<string, string> All)
{
    private IReadOnlyList<string> Candidates => [.. All.Where(column => Short(column.Value) is not null).Select(column => column.Key)];

    public static async Task<TimeColumns> ReadAsync(DatabaseTransaction transaction, long table, CancellationToken cancellation) =>
        new((await transaction.QueryAsync(
            Sql.Of("Retention/Columns.sql"),
            [table],
            row => KeyValuePair.Create(row.GetString(0), row.GetString(1)),
            cancellation)).ToDictionary(StringComparer.Ordinal));

    /// <summary>timestamptz, timestamp or date.</summary>
    /// <exception cref="XmrtException">TimeColumnMissing, TimeColumnNotATime.</exception>
    public string TypeOf(string target, RelationName table, string column) =>
        !All.TryGetValue(column, out string? type)
            ? throw Errors.TimeColumnMissing(target, table.ToString(), column, Candidates)
            : Short(type) ?? throw Errors.TimeColumnNotATime(target, table.ToString(), column, type, Candidates);

    private static string? Short(string type) => type switch
    {
        "timestamp with time zone" => "timestamptz",
        "timestamp without time zone" => "timestamp",
        "date" => "date",
        _ => null,
    };
}
