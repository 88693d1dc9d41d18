namespace XmrtOps.Sandbox.Supabase;

/// <summary>Whether the services of the project are well. The database answers for itself unless it is said here.</summary>
public sealed class ServiceStates
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _errors = new(StringComparer.Ordinal);

    internal static IReadOnlyList<string> Names { get; } =
        ["auth", "db", "db_postgres_user", "pooler", "realtime", "rest", "storage", "pg_bouncer"];

    internal bool AreHealthy
    {
        get
        {
            lock (_gate) return _errors.Count == 0;
        }
    }

    /// <summary>Makes a service report an error.</summary>
    /// <param name="service">auth, db, pooler, realtime, rest or storage.</param>
    /// <param name="error">What it reports.</param>
    /// <exception cref="ArgumentException">There is no such service.</exception>
    public void SetUnhealthy(string service, string error)
    {
        if (!Names.Contains(service)) throw new ArgumentException($"There is no service {service}.", nameof(service));

        lock (_gate) _errors[service] = error;
    }

    /// <summary>Makes a service well again.</summary>
    public void SetHealthy(string service)
    {
        lock (_gate) _errors.Remove(service);
    }

    internal string? ErrorOf(string service)
    {
        lock (_gate) return _errors.GetValueOrDefault(service);
    }
}
