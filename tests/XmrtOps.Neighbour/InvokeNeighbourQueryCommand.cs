using System.Globalization;
using System.Management.Automation;
using Npgsql;

namespace XmrtOps.Neighbour;

/// <summary>Asks a server something, by the Npgsql that this module brought.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "NeighbourQuery")]
[OutputType(typeof(string))]
public sealed class InvokeNeighbourQueryCommand : PSCmdlet
{
    /// <summary>Where to ask; without it only the driver's version is told.</summary>
    [Parameter(Position = 0)]
    public string? ConnectionString { get; set; }

    /// <summary>What to ask.</summary>
    [Parameter(Position = 1)]
    public string Query { get; set; } = "SELECT 1";

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        WriteObject(typeof(NpgsqlConnection).Assembly.GetName().Version!.ToString(3));
        if (ConnectionString is null)
        {
            return;
        }

        using NpgsqlConnection connection = new(ConnectionString);
        connection.Open();
        using NpgsqlCommand command = new(Query, connection);
        WriteObject(Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture));
    }
}
