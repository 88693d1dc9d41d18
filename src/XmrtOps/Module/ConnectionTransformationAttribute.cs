using System.Collections;
using System.Management.Automation;
using XmrtOps.Connections;

namespace XmrtOps.Module;

/// <summary>
/// Takes connections and names of connections or profiles. A name that is unknown becomes a request that the cmdlet
/// reports; it never falls back to the current connection.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ConnectionTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? given = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return given is IEnumerable many and not string
            ? many.Cast<object?>().Select(One).ToArray()
            : new[] { One(given) };
    }

    private static XmrtConnection One(object? given)
    {
        object? plain = given is PSObject wrapped ? wrapped.BaseObject : given;
        if (plain is XmrtConnection connection)
        {
            return connection;
        }

        string name = Convert.ToString(plain, System.Globalization.CultureInfo.InvariantCulture) ?? "";
        return Session.OfRunspace.Find(name) ?? XmrtConnection.Request(name);
    }
}
