using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.State;

namespace XmrtOps.Database.Tables;

/// <summary>Records the sizes of tables, so that growth can be told later. Nothing is written to the database.</summary>
[Cmdlet(VerbsData.Save, "XmrtTableSize", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(TableSizeSample))]
public sealed class SaveXmrtTableSizeCommand : ConnectedCmdlet
{
    private static readonly Page s_all = new(0, null, IsDefault: false);

    // Null: all tables of the connection.
    private readonly Dictionary<XmrtConnection, List<DatabaseTable>?> _given = [];

    /// <summary>Tables from Get-XmrtTable; all tables of the connection without it.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public DatabaseTable[]? InputObject { get; set; }

    private protected override void Process()
    {
        foreach (XmrtConnection connection in ResolveConnections())
        {
            if (InputObject is null)
            {
                _given[connection] = null;
            }
            else if (!_given.TryGetValue(connection, out List<DatabaseTable>? tables))
            {
                _given.Add(connection, OfConnection(connection));
            }
            else
            {
                tables?.AddRange(OfConnection(connection));
            }
        }
    }

    private protected override void End()
    {
        foreach ((XmrtConnection connection, List<DatabaseTable>? given) in _given)
        {
            string what = given is null ? "all tables" : $"{given.Count} tables";
            if (!ShouldProcess($"the sizes of {what} of {connection.Name}", "Record"))
            {
                continue;
            }

            try
            {
                WriteObject(Save(connection, given));
            }
            catch (Faults.XmrtException fault)
            {
                WriteError(ErrorRecords.From(fault, connection));
            }
        }
    }

    /// <summary>A table that was read elsewhere has another size here.</summary>
    private List<DatabaseTable> OfConnection(XmrtConnection connection) =>
        [.. InputObject!.Where(table => string.Equals(table.Connection, connection.Name, StringComparison.OrdinalIgnoreCase))];

    private TableSizeSample Save(XmrtConnection connection, List<DatabaseTable>? given) =>
        Await(async (notices, cancellation) =>
        {
            List<DatabaseTable> tables = given ?? [];
            if (given is null)
            {
                await foreach (DatabaseTable table in TableReader.ReadAsync(connection, new TableQuery(), s_all, notices, cancellation))
                {
                    tables.Add(table);
                }
            }

            return await TableSizeWriter.WriteAsync(StateStore.Default, connection.Name, connection.Target, tables, cancellation);
        });
}
