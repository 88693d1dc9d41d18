using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Module;

namespace XmrtOps.Connections;

/// <summary>Lists the open connections of this session.</summary>
[Cmdlet(VerbsCommon.Get, "XmrtConnection")]
[OutputType(typeof(XmrtConnection))]
public sealed class GetXmrtConnectionCommand : XmrtCmdlet
{
    /// <summary>Names to look for.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Only the connection that cmdlets use by default.</summary>
    [Parameter]
    public SwitchParameter Current { get; set; }

    private protected override void Process()
    {
        Session session = Session.OfRunspace;
        foreach (XmrtConnection connection in session.Open)
        {
            bool isWanted = Name is null || Name.Any(pattern =>
                WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch(connection.Name));
            if (isWanted && (!Current || ReferenceEquals(connection, session.Current)))
            {
                WriteObject(connection);
            }
        }
    }
}
