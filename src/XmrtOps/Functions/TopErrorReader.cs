using System.Runtime.CompilerServices;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Functions;

/// <summary>
/// Merges the errors of all sources. What could not be counted is said. The platform's log is read first: what it has need
/// not be counted again where the application's own log has the same call.
/// </summary>
internal static class TopErrorReader
{
    public static async IAsyncEnumerable<TopError> ReadAsync(
        XmrtConnection connection,
        TopErrorQuery query,
        INotices notices,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!connection.HasDatabase && !connection.HasSupabase)
        {
            throw Errors.NoDatabase(connection.Name);
        }

        LoggedErrors logged = await LogsAsync(connection, query, notices, cancellation);
        List<ErrorGroups> sources = [.. logged.Groups];
        if (connection.HasDatabase)
        {
            sources.AddRange(await new TableErrorReader(connection, query, logged.Executions, notices).ReadAsync(cancellation));
        }
        else
        {
            notices.Warn("Not counted: the tables, because the connection was made without a database.");
        }

        List<TopError> errors = query.Page.Of(
        [
            .. sources.SelectMany(source => source.Errors)
                .OrderByDescending(error => error.Errors)
                .ThenByDescending(error => error.LastSeen)
                .ThenBy(error => error.Source, StringComparer.Ordinal)
                .ThenBy(error => error.Function, StringComparer.Ordinal)
                .ThenBy(error => error.Fingerprint, StringComparer.Ordinal),
        ]);
        query.Page.Announce(errors.Count, sources.Sum(source => source.Count), "kinds of errors", notices);
        foreach (TopError error in errors)
        {
            yield return error;
        }
    }

    private static async Task<LoggedErrors> LogsAsync(
        XmrtConnection connection, TopErrorQuery query, INotices notices, CancellationToken cancellation)
    {
        if (!connection.HasSupabase)
        {
            notices.Inform(
                "Not counted: the platform's log of edge functions, for which a token is needed (SUPABASE_ACCESS_TOKEN or Connect-Xmrt -SupabaseToken, with -ProjectRef).");
            return LoggedErrors.None;
        }

        try
        {
            return await new LogErrorReader(connection, query, notices).ReadAsync(cancellation);
        }
        catch (XmrtException fault) when (connection.HasDatabase)
        {
            notices.Warn($"Not counted: the platform's log of edge functions. {fault.Message}");
            return LoggedErrors.None;
        }
    }
}
