using System.Diagnostics;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Health;

/// <summary>
/// Measures the database's components over one connection, in one READ ONLY transaction. Whatever fails, every component
/// asked for is reported once.
/// </summary>
internal sealed class DatabaseHealthReader(
    XmrtConnection connection, TimeSpan timeout, INotices notices, Action<HealthCheck> report)
{
    private readonly HashSet<HealthComponent> _reported = [];

    public async Task RunAsync(IReadOnlyList<HealthComponent> components, CancellationToken cancellation)
    {
        if (!connection.HasDatabase)
        {
            Rest(components, component => HealthCheck.NotMeasured(
                component,
                "the connection was made without a database",
                "Connect-Xmrt with a postgresql:// URL, or a profile that names a database."));
            return;
        }

        try
        {
            await TransactAsync(components, cancellation);
        }
        catch (XmrtException fault) when (fault.ErrorId == "ConnectionLost" && _reported.Count == 0)
        {
            // A connection kept open since the last command, which the server or a restart has ended meanwhile.
            notices.Verbose($"{connection.Target}: the open connection was gone; trying a new one");
            await AgainAsync(components, cancellation);
        }
        catch (Exception exception) when (IsOfDatabase(exception, cancellation))
        {
            Down(components, exception);
        }
    }

    private async Task AgainAsync(IReadOnlyList<HealthComponent> components, CancellationToken cancellation)
    {
        try
        {
            await TransactAsync(components, cancellation);
        }
        catch (Exception exception) when (IsOfDatabase(exception, cancellation))
        {
            Down(components, exception);
        }
    }

    private async Task TransactAsync(IReadOnlyList<HealthComponent> components, CancellationToken cancellation)
    {
        HealthDeadline deadline = new HealthDeadline(cancellation).Arm(timeout);
        CancellationToken waiting = deadline.Waiting;
        Task asking = AskAsync(components, deadline);
        try
        {
            await asking.WaitAsync(waiting);
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for the driver any more: it gives the server up by itself, and its last words are not heard.
            _ = asking.ContinueWith(
                static task => task.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
            throw;
        }
    }

    private async Task AskAsync(IReadOnlyList<HealthComponent> components, HealthDeadline deadline)
    {
        using (deadline)
        {
            await connection.Database.ReadAsync(
                Limits.Read with { Statement = timeout },
                notices,
                async transaction =>
                {
                    DatabaseChecks checks = new(new HealthQuestions(transaction, timeout, deadline));
                    foreach (HealthComponent component in components)
                    {
                        long started = Stopwatch.GetTimestamp();
                        HealthCheck check = await checks.MeasureAsync(component, components);
                        Report(component, check, Stopwatch.GetElapsedTime(started));
                    }

                    return true;
                },
                deadline.Asking);
        }
    }

    private void Down(IReadOnlyList<HealthComponent> components, Exception exception)
    {
        XmrtException? fault = exception as XmrtException;
        string reason = fault is null
            ? $"no answer within {HealthWords.Span(timeout.TotalSeconds)}"
            : HealthWords.Of(fault, timeout);
        Rest(components, component => component switch
        {
            HealthComponent.Database => new HealthCheck
            {
                Component = nameof(HealthComponent.Database),
                Status = HealthStatus.Unhealthy,
                Unit = "ms",
                Threshold = HealthThresholds.DatabaseLatencyMs.Degraded,
                UnhealthyThreshold = HealthThresholds.DatabaseLatencyMs.Unhealthy,
                Reason = reason,
                Remedy = fault?.Remedy
                    ?? "Look at the project's status and the network; -Timeout waits longer.",
            },
            HealthComponent.Connections when fault?.ErrorId == "TooManyConnections" =>
                Checks.ConnectionUse.AllUsed(reason),
            _ => HealthCheck.NotMeasured(component, $"the database could not be asked: {reason}"),
        });
    }

    private void Rest(IReadOnlyList<HealthComponent> components, Func<HealthComponent, HealthCheck> judge)
    {
        foreach (HealthComponent component in components)
        {
            Report(component, judge(component), TimeSpan.Zero);
        }
    }

    private void Report(HealthComponent component, HealthCheck check, TimeSpan took)
    {
        // Also from questions that were given up: whoever is first is heard.
        lock (_reported)
        {
            if (_reported.Add(component))
            {
                report(check with { DurationMs = Math.Round(took.TotalMilliseconds, 1) });
            }
        }
    }

    // Our own deadline is a statement about the database; the user's Ctrl+C and a mistake of ours are not.
    private static bool IsOfDatabase(Exception exception, CancellationToken cancellation) => exception switch
    {
        OperationCanceledException => !cancellation.IsCancellationRequested,
        XmrtException => true,
        _ => false,
    };
}
