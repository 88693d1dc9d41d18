namespace XmrtOps.Sandbox.Seeding;

/// <summary>How one table is filled.</summary>
/// <param name="Table">Qualified name, quoted where needed.</param>
/// <param name="Columns">The columns that are written, as COPY lists them.</param>
/// <param name="Units">How often <paramref name="Write"/> is called.</param>
/// <param name="Write">Writes the rows of a unit.</param>
internal sealed record TableSeed(string Table, string Columns, long Units, RowWriter Write)
{
    public int ColumnCount => Columns.Count(letter => letter == ',') + 1;
}
