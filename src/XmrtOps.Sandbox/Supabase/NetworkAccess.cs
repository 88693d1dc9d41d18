using System.Net;
using System.Net.Sockets;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>Who may reach the database's ports: bans after wrong passwords, restrictions, and whether TLS is a must.</summary>
public sealed class NetworkAccess
{
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly List<string> _bans = [];
    private string[] _allowed = ["0.0.0.0/0"];
    private string[] _allowedV6 = ["::/0"];
    private DateTimeOffset? _changedAt;

    internal NetworkAccess(TimeProvider clock) => _clock = clock;

    /// <summary>Whether the database takes connections with TLS only.</summary>
    public bool IsSslEnforced { get; set; }

    /// <summary>How long restrictions stay stored before they are applied.</summary>
    public TimeSpan ApplyTakes { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The banned addresses.</summary>
    public IReadOnlyList<string> Bans
    {
        get
        {
            lock (_gate) return [.. _bans];
        }
    }

    internal IReadOnlyList<string> Allowed
    {
        get
        {
            lock (_gate) return _allowed;
        }
    }

    internal IReadOnlyList<string> AllowedV6
    {
        get
        {
            lock (_gate) return _allowedV6;
        }
    }

    internal DateTimeOffset? ChangedAt => _changedAt;

    internal bool IsApplied => _changedAt is null || _clock.GetUtcNow() >= _changedAt + ApplyTakes;

    /// <summary>Bans an address.</summary>
    public void Ban(string address)
    {
        lock (_gate) _bans.Add(address);
    }

    internal void Unban(IReadOnlyList<string> addresses)
    {
        lock (_gate) _bans.RemoveAll(addresses.Contains);
    }

    internal void Restrict(IReadOnlyList<string> allowed, IReadOnlyList<string> allowedV6)
    {
        foreach (var range in allowed) Check(range, AddressFamily.InterNetwork, "dbAllowedCidrs");
        foreach (var range in allowedV6) Check(range, AddressFamily.InterNetworkV6, "dbAllowedCidrsV6");
        lock (_gate) (_allowed, _allowedV6, _changedAt) = ([.. allowed], [.. allowedV6], _clock.GetUtcNow());
    }

    private static void Check(string range, AddressFamily family, string member)
    {
        if (!IPNetwork.TryParse(range, out var network) || network.BaseAddress.AddressFamily != family)
        {
            throw new RefusalException(400, $"{member}: Invalid CIDR {range}");
        }
    }
}
