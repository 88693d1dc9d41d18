using System.Runtime.CompilerServices;
using System.Threading.Channels;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Frontend;
using XmrtOps.Notices;

namespace XmrtOps.Health;

/// <summary>Measures the components of one connection: the frontend, the database and the platforms side by side.</summary>
internal static class HealthReader
{
    /// <summary>One check per component, as each becomes known.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="components">What to check.</param>
    /// <param name="timeout">Longest wait for one probe or question.</param>
    /// <param name="createProbe">Makes what asks the frontend.</param>
    /// <param name="notices">Where to say what is sent where.</param>
    /// <param name="cancellation">Ends the measuring.</param>
    /// <exception cref="XmrtException">ConnectionClosed.</exception>
    public static async IAsyncEnumerable<HealthCheck> ReadAsync(
        XmrtConnection connection,
        IReadOnlyCollection<HealthComponent> components,
        TimeSpan timeout,
        Func<TimeSpan, HttpProbe> createProbe,
        INotices notices,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!connection.IsOpen)
        {
            throw Errors.ConnectionClosed(connection.Name);
        }

        // Unbounded: a reader that is slow to take results must not keep a transaction open.
        Channel<HealthCheck> checks = Channel.CreateUnbounded<HealthCheck>();
        void Report(HealthCheck check) => checks.Writer.TryWrite(
            check with { Connection = connection.Name, MeasuredAt = DateTimeOffset.Now });

        List<HealthComponent> ofDatabase = [
            .. components.Where(one => one != HealthComponent.Frontend && !PlatformHealth.Components.Contains(one)).Distinct().Order(),
        ];
        using CancellationTokenSource left = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task measuring = MeasureAsync();
        try
        {
            await foreach (HealthCheck check in checks.Reader.ReadAllAsync(cancellation))
            {
                yield return check;
            }
        }
        finally
        {
            await left.CancelAsync();
            await measuring.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await measuring;

        async Task MeasureAsync()
        {
            try
            {
                await Task.WhenAll(
                    components.Contains(HealthComponent.Frontend)
                        ? FrontendHealth.MeasureAsync(connection.FrontendUrl, timeout, createProbe, notices, Report, left.Token)
                        : Task.CompletedTask,
                    ofDatabase.Count > 0
                        ? new DatabaseHealthReader(connection, timeout, notices, Report).RunAsync(ofDatabase, left.Token)
                        : Task.CompletedTask,
                    Task.WhenAll(PlatformHealth.Components.Where(components.Contains).Select(component =>
                        PlatformHealth.MeasureAsync(component, connection, timeout, notices, Report, left.Token))));
            }
            finally
            {
                checks.Writer.Complete();
            }
        }
    }
}
