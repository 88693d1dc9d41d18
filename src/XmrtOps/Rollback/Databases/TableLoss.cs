using XmrtOps.Data;

namespace XmrtOps.Rollback.Databases;

/// <summary>Rows, or values of a column, that undoing a migration would lose.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column; null: whole rows.</param>
/// <param name="Rows">Rows, or rows with a value in the column; null: they could not be counted.</param>
/// <param name="Key">The primary key's columns; empty: it has none.</param>
/// <param name="IsChange">The table stays, and rows of it are deleted or changed: how many is not known before.</param>
/// <param name="Problem">Why they could not be counted, as a clause.</param>
internal sealed record TableLoss(
    RelationName Table, string? Column, long? Rows, IReadOnlyList<string> Key, bool IsChange, string? Problem = null)
{
    public string Subject => Column is null ? Table.ToString() : $"{Table}.{Column}";
}
