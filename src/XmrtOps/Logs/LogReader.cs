using XmrtOps.Connections;
using XmrtOps.Notices;

namespace XmrtOps.Logs;

/// <summary>Reads the log of a source from where it is.</summary>
internal static class LogReader
{
    /// <param name="connection">Where.</param>
    /// <param name="request">What.</param>
    /// <param name="followEvery">Goes on with new lines, asking as often; null ends with those that there are.</param>
    /// <param name="notices">Told what is sent.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns><see cref="LogEntry"/>, or batches of them.</returns>
    public static IAsyncEnumerable<object> ReadAsync(
        XmrtConnection connection,
        LogRequest request,
        TimeSpan? followEvery,
        INotices notices,
        CancellationToken cancellation)
    {
        if (request.Source == LogSource.Frontend)
        {
            FrontendLogReader frontend = new(connection, notices);
            return followEvery is null ? frontend.ReadAsync(request, cancellation) : frontend.FollowAsync(request, cancellation);
        }

        SupabaseLogReader reader = new(connection, notices);
        return followEvery is { } interval
            ? new LogFollower(reader, interval, notices).ReadAsync(request, cancellation)
            : reader.ReadAsync(request, cancellation);
    }
}
