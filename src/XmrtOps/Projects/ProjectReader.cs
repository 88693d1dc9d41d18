using System.Diagnostics;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Projects;

/// <summary>Asks both platforms side by side about the project of a connection.</summary>
internal static class ProjectReader
{
    /// <param name="connection">An open connection.</param>
    /// <param name="timeout">Longest wait for each answer.</param>
    /// <param name="notices">Where to say what is sent where.</param>
    /// <param name="cancellation">Ends the asking.</param>
    /// <exception cref="XmrtException">ConnectionClosed; where nothing at all could be measured, the reason.</exception>
    public static async Task<ProjectOverview> ReadAsync(
        XmrtConnection connection, TimeSpan timeout, INotices notices, CancellationToken cancellation)
    {
        if (!connection.IsOpen)
        {
            throw Errors.ConnectionClosed(connection.Name);
        }

        long started = Stopwatch.GetTimestamp();
        ProjectParts parts = new(timeout, cancellation);
        Task<SupabaseProjectState> supabase = new SupabaseProjectReader(connection, parts, notices).ReadAsync();
        Task<VercelProjectState> vercel = new VercelProjectReader(connection, parts, notices).ReadAsync();
        await Task.WhenAll(supabase, vercel);
        parts.ThrowIfNothing();
        ProjectOverview overview = new()
        {
            Connection = connection.Name,
            Supabase = await supabase,
            Vercel = await vercel,
            NotMeasured = parts.Missing,
            MeasuredAt = DateTimeOffset.Now,
            DurationMs = Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 1),
        };
        overview = overview with { Limits = ProjectLimits.Of(overview.Supabase) };
        return overview with { Findings = ProjectJudgement.Of(overview) };
    }
}
