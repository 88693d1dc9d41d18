using XmrtOps.Data;

namespace XmrtOps.Authentication;

/// <summary>The row of a trial insert. Numbers that a sequence would give are written out, so that it is not moved on.</summary>
internal sealed record PolicyInsert
{
    public required string Statement { get; init; }

    public required object?[] Parameters { get; init; }

    /// <summary>A query of the row as it would be, before triggers.</summary>
    public required string Rows { get; init; }

    /// <summary>Sequences that are moved on all the same.</summary>
    public required IReadOnlyList<string> Sequences { get; init; }

    public static PolicyInsert Of(PolicyFacts table, RoleGrants role, PolicyTestRequest request)
    {
        string relation = table.Relation.ToSql();
        HashSet<string> given = [.. request.RowColumns];
        HashSet<string> granted = [.. role.Columns[PolicyCommand.Insert]];
        List<string> columns = [];
        List<string> values = [];
        List<string> row = [];
        List<string> sequences = [];
        foreach (PolicyColumn column in table.Columns)
        {
            string name = DatabaseTransaction.QuoteIdentifier(column.Name);
            string value = given.Contains(column.Name) ? $"given.{name}"
                : column.HasSequence ? $"0::{column.Type}"
                : column.Default is { } expression ? $"({expression})"
                : $"NULL::{column.Type}";
            row.Add($"{value} AS {name}");
            if (given.Contains(column.Name) || (column.HasSequence && granted.Contains(column.Name)))
            {
                columns.Add(name);
                values.Add(value);
            }
            else if (column.HasSequence)
            {
                sequences.Add($"{table.Name}.{column.Name}");
            }
        }

        string source = $"pg_catalog.jsonb_populate_record(NULL::{relation}, $1::jsonb) AS given";
        return new PolicyInsert
        {
            Statement = columns.Count == 0
                ? $"INSERT INTO {relation} DEFAULT VALUES"
                : $"INSERT INTO {relation} ({string.Join(", ", columns)}) OVERRIDING SYSTEM VALUE SELECT {string.Join(", ", values)} FROM {source}",
            Parameters = columns.Count == 0 ? [] : [request.Row ?? "{}"],
            Rows = columns.Count == 0
                ? $"SELECT {string.Join(", ", row)}"
                : $"SELECT {string.Join(", ", row)} FROM {source}",
            Sequences = sequences,
        };
    }
}
