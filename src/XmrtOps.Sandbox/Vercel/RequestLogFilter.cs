using System.Globalization;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>The rows that the query of the request logs asks for, times aside.</summary>
internal static class RequestLogFilter
{
    public static IEnumerable<VercelRequestLogRow> Apply(VercelCall call, IReadOnlyList<VercelRequestLogRow> rows)
    {
        var levels = call.List("level");
        var sources = call.List("source");
        var (deployment, environment) = (call.Query("deploymentId"), call.Query("environment"));
        var (branch, request, search) = (call.Query("branch"), call.Query("requestId"), call.Query("search"));
        var status = Status(call.Query("statusCode"));
        return rows
            .Where(row => levels?.Contains(row.Level) != false)
            .Where(row => sources?.Contains(row.Source) != false)
            .Where(row => deployment is null || row.DeploymentId == deployment)
            .Where(row => environment is null || row.Environment == environment)
            .Where(row => branch is null || row.Branch == branch)
            .Where(row => request is null || row.RequestId == request)
            .Where(row => status(row.StatusCode))
            .Where(row => search is null || Contains(row.Path, search) || Contains(row.Message, search));
    }

    private static bool Contains(string? text, string search) =>
        text?.Contains(search, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>500 or 5xx.</summary>
    private static Func<int, bool> Status(string? wanted)
    {
        if (wanted is null) return _ => true;
        if (wanted.Length == 3 && wanted.EndsWith("xx", StringComparison.Ordinal) && char.IsAsciiDigit(wanted[0]))
            return status => status / 100 == wanted[0] - '0';
        if (int.TryParse(wanted, CultureInfo.InvariantCulture, out var exact)) return status => status == exact;
        throw VercelRefusedException.BadRequest(
            "Invalid request: `statusCode` should match pattern \"[1-5](\\d\\d|xx)\".");
    }
}
