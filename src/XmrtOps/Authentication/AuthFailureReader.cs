using System.Runtime.CompilerServices;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Logs;
using XmrtOps.Notices;

namespace XmrtOps.Authentication;

/// <summary>Groups refused calls by their cause, and says which logs could not be looked at.</summary>
internal static class AuthFailureReader
{
    private static readonly int[] s_refused = [401, 403];
    private static readonly string[] s_httpLogs = ["function_edge_logs", "auth_logs", "edge_logs"];

    public static async IAsyncEnumerable<AuthFailure> ReadAsync(
        XmrtConnection connection, LogSpan span, Page page, INotices notices, [EnumeratorCancellation] CancellationToken cancellation)
    {
        RefusedCallReader reader = new(connection, notices);
        (List<RefusedCalls> calls, List<AuthFailure> unknown) = await LogsAsync(reader, span, cancellation);
        if (unknown.Exists(log => log.Source == "function_edge_logs"))
        {
            // What the project records itself is in the platform's log, too: it only counts where that is not to be had.
            (IReadOnlyList<RefusedCalls> recorded, string? whyNot) =
                await RecordedRefusalReader.ReadAsync(connection, s_refused, span, notices, cancellation);
            calls.AddRange(recorded);
            if (whyNot is not null)
            {
                unknown.Add(NotMeasured(RecordedRefusalReader.Table, whyNot, null));
            }
        }

        List<AuthFailure> all =
        [
            .. calls.GroupBy(refused => (
                    Cause: AuthFailureCauses.Of(refused), refused.Source, refused.Status, refused.Path, refused.Function, refused.Code, refused.Table))
                .Select(same => Of(same.Key.Cause, [.. same]))
                .OrderByDescending(failure => failure.Failures)
                .ThenByDescending(failure => failure.LastSeen)
                .ThenBy(failure => failure.Endpoint, StringComparer.Ordinal),
        ];
        List<AuthFailure> shown = page.Of(all);
        page.Announce(shown.Count, all.Count, "kinds of refused calls", notices);
        DateTimeOffset now = DateTimeOffset.Now;
        foreach (AuthFailure failure in shown.Concat(unknown))
        {
            yield return failure with { Connection = connection.Name, MeasuredAt = now };
        }
    }

    private static async Task<(List<RefusedCalls> Calls, List<AuthFailure> Unknown)> LogsAsync(
        RefusedCallReader reader, LogSpan span, CancellationToken cancellation)
    {
        List<RefusedCalls> calls = [];
        List<AuthFailure> unknown = [];
        try
        {
            calls.AddRange(await reader.ReadAsync(RefusedCallReader.HttpCalls, s_refused, span, cancellation));
        }
        catch (XmrtException fault) when (fault.ErrorId is not ("ConnectionClosed" or "Unexpected"))
        {
            unknown.AddRange(s_httpLogs.Select(log => NotMeasured(log, fault.Message, fault.Remedy)));
        }

        try
        {
            calls.AddRange(await reader.ReadAsync(RefusedCallReader.DatabaseDenials, [], span, cancellation));
        }
        catch (XmrtException fault) when (fault.ErrorId is not ("ConnectionClosed" or "Unexpected"))
        {
            unknown.Add(NotMeasured("postgres_logs", fault.Message, fault.Remedy));
        }

        return (calls, unknown);
    }

    private static AuthFailure NotMeasured(string source, string reason, string? remedy) =>
        new() { Source = source, IsMeasured = false, Reason = reason, Remedy = remedy };

    private static AuthFailure Of(AuthFailureCause cause, IReadOnlyList<RefusedCalls> same)
    {
        RefusedCalls first = same[0];
        bool isDatabase = first.Source == "postgres_logs";
        int addresses = same.Select(calls => calls.Address).OfType<string>().Distinct(StringComparer.Ordinal).Count();
        return new AuthFailure
        {
            Cause = cause,
            Status = first.Status,
            Failures = same.Sum(calls => calls.Calls),
            Endpoint = first.Path,
            Function = first.Function,
            Code = isDatabase ? "42501" : first.Code,
            // PostgreSQL logs whom the REST service logs in as, which is the same for every caller.
            Role = isDatabase && first.Code != "authenticator" ? first.Code : null,
            Table = first.Table,
            Addresses = addresses == 0 ? null : addresses,
            Reason = AuthFailureCauses.Reason(cause, first),
            Remedy = AuthFailureCauses.Remedy(cause, first),
            FirstSeen = same.Min(calls => calls.FirstSeen),
            LastSeen = same.Max(calls => calls.LastSeen),
            Source = first.Source,
        };
    }
}
