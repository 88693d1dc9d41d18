using System.Runtime.CompilerServices;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Logs;
using XmrtOps.Notices;

namespace XmrtOps.Authentication;

/// <summary>Groups refused calls by their cause.</summary>
internal static class AuthFailureReader
{
    public static async IAsyncEnumerable<AuthFailure> ReadAsync(
        XmrtConnection connection, LogSpan span, Page page, INotices notices, [EnumeratorCancellation] CancellationToken cancellation)
    {
        RefusedCallReader reader = new(connection, notices);
        List<RefusedCalls> calls = [.. await reader.ReadAsync(RefusedCallReader.HttpCalls, [401, 403], span, cancellation)];
        try
        {
            calls.AddRange(await reader.ReadAsync(RefusedCallReader.DatabaseDenials, [], span, cancellation));
        }
        catch (XmrtException fault) when (fault.ErrorId != "ConnectionClosed")
        {
            notices.Warn($"Not counted: what policies and privileges refused, which PostgreSQL's log says. {fault.Message}");
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
        foreach (AuthFailure failure in shown)
        {
            yield return failure with { Connection = connection.Name, MeasuredAt = now };
        }
    }

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
