using System.Globalization;

namespace XmrtOps.Rollback.Databases;

/// <summary>What undoing migrations means, in words.</summary>
internal static class DatabaseSteps
{
    public static RollbackStep Of(MigrationUndo undo, int number, RollbackStyle style) => new()
    {
        Number = number,
        Subject = undo.ToString(),
        Action = undo.Source == UndoSource.RestoreRequired
            ? "cannot be undone"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"undo it in one transaction: {undo.Statements.Count} statement{(undo.Statements.Count == 1 ? "" : "s")} "
                + $"({(undo.Source == UndoSource.Derived ? "derived" : "of its script")})"),
        Statement = string.Join("\n", undo.Statements.Select(statement => statement + ";")),
        Changes =
        [
            .. undo.Statements.Select(statement => Module.Display.OneLine(State.SecretText.MaskIn(statement), 120)),
            style == RollbackStyle.Revert
                ? $"a new migration revert_{undo.Name} is written, and recorded; the row of {undo.Version} stays"
                : $"the row of {undo.Version} is taken out of the history",
            "PostgREST reads the schema again",
        ],
    };

    public static RollbackLoss Loss(TableLoss loss) => new()
    {
        Subject = loss.Subject,
        Rows = loss.IsChange ? null : loss.Rows,
        IsKept = loss.Key.Count > 0,
        Description = loss.IsChange ? $"rows of {loss.Table} are deleted or changed; how many of its {Count(loss)} is not known before"
            : loss.Column is null ? $"table {loss.Table} with {Count(loss)}"
            : $"column {loss.Table}.{loss.Column} with {Count(loss)} that {(loss.Rows == 1 ? "has" : "have")} a value",
    };

    private static string Count(TableLoss loss) => loss.Rows is { } rows
        ? string.Create(CultureInfo.CurrentCulture, $"{rows:N0} row{(rows == 1 ? "" : "s")}")
        : $"rows that could not be counted ({loss.Problem})";
}
