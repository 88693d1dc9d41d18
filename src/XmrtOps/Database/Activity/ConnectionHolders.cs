using System.Globalization;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Database.Activity;

/// <summary>
/// Who holds the connections of a server that has none left: a connection that is open already can still ask.
/// </summary>
internal static class ConnectionHolders
{
    private const string Remedy =
        "Over a connection that is open, Get-XmrtActivity -State Idle -All lists the idle ones, and Stop-XmrtActivity -Terminate "
        + "ends them. Then connect clients through the pooler (port 6543), with smaller pools.";

    /// <summary>The condition with the roles that fill the server, where one of our open connections leads there and answers;
    /// any other condition as it is.</summary>
    /// <param name="fault">What opening a connection has failed with.</param>
    /// <param name="hostName">Host that it was opened to.</param>
    /// <param name="port">Port that it was opened to.</param>
    /// <param name="open">Connections of this session that are open.</param>
    /// <param name="notices">As everywhere.</param>
    /// <param name="cancellation">As everywhere.</param>
    public static async Task<Exception> ExplainAsync(
        Exception fault,
        string? hostName,
        int? port,
        IReadOnlyList<XmrtConnection> open,
        INotices notices,
        CancellationToken cancellation)
    {
        if (fault is not XmrtException { ErrorId: "TooManyConnections" } full)
        {
            return fault;
        }

        foreach (XmrtConnection held in open.Where(c => c.HasDatabase && c.HostName == hostName && c.Port == port))
        {
            try
            {
                return full.With(await AskAsync(held, notices, cancellation), Remedy);
            }
            catch (XmrtException)
            {
                // It was lost too, and could not be made again: the next one may do.
            }
        }

        return fault;
    }

    private static async Task<string> AskAsync(XmrtConnection held, INotices notices, CancellationToken cancellation)
    {
        List<(string Text, long Used, int Most)> roles = await held.Database.ReadAsync(
            Limits.Read,
            notices,
            transaction => transaction.QueryAsync(
                Sql.Of("Database/Activity/ConnectionHolders.sql"),
                [],
                row => (
                    string.Create(
                        CultureInfo.CurrentCulture, $"{row.GetString(0)} {row.GetInt64(1):N0} ({row.GetInt64(2):N0} idle)"),
                    row.GetInt64(3),
                    row.GetInt32(4)),
                cancellation),
            cancellation);
        return string.Create(
            CultureInfo.CurrentCulture,
            $"{roles[0].Used:N0} of {roles[0].Most:N0} are held, by {string.Join(", ", roles.Select(role => role.Text))}.");
    }
}
