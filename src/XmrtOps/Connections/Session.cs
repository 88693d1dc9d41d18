using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using XmrtOps.Faults;

namespace XmrtOps.Connections;

/// <summary>The connections of one runspace, and which of them is current.</summary>
internal sealed class Session
{
    // Kept by runspace, so that parallel jobs do not share a current connection, and for as long as the runspace lives.
    private static readonly ConditionalWeakTable<Runspace, Session> s_sessions = [];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, XmrtConnection> _open = new(StringComparer.OrdinalIgnoreCase);

    // Also of closed ones: records that carry a name must never reach another system than the one they came from.
    private readonly Dictionary<string, string> _targets = new(StringComparer.OrdinalIgnoreCase);

    private XmrtConnection? _current;

    /// <summary>The session of the pipeline thread's runspace.</summary>
    public static Session OfRunspace => s_sessions.GetOrCreateValue(Runspace.DefaultRunspace);

    public XmrtConnection? Current
    {
        get
        {
            lock (_gate)
            {
                return _current;
            }
        }
    }

    /// <summary>The open ones, by name.</summary>
    public IReadOnlyList<XmrtConnection> Open
    {
        get
        {
            lock (_gate)
            {
                return [.. _open.Values.OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase)];
            }
        }
    }

    /// <summary>Closes what this runspace has open; other runspaces go on.</summary>
    public void CloseAll()
    {
        foreach (XmrtConnection connection in Open)
        {
            // The module is being removed: nobody is left to wait for the sockets.
            _ = RemoveAsync(connection);
        }
    }

    public XmrtConnection? Find(string name)
    {
        lock (_gate)
        {
            return _open.GetValueOrDefault(name);
        }
    }

    /// <summary>The name to use for a target: the one asked for, or a derived one with a number when it is taken.</summary>
    /// <exception cref="XmrtException">ConnectionNameTaken.</exception>
    public string NameFor(string wanted, bool isExplicit, string target)
    {
        lock (_gate)
        {
            string name = wanted;
            for (int i = 2; ; i++)
            {
                bool isFree = !_open.ContainsKey(name)
                    && (!_targets.TryGetValue(name, out string? known) || known == target);
                if (isFree)
                {
                    return name;
                }

                if (isExplicit)
                {
                    throw Errors.ConnectionNameTaken(name, _targets[name]);
                }

                name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{wanted}-{i}");
            }
        }
    }

    public void Add(XmrtConnection connection, string target, bool makeCurrent)
    {
        lock (_gate)
        {
            _open.Add(connection.Name, connection);
            _targets[connection.Name] = target;
            if (makeCurrent)
            {
                _current = connection;
            }
        }
    }

    public async Task RemoveAsync(XmrtConnection connection)
    {
        lock (_gate)
        {
            _open.Remove(connection.Name);
            if (ReferenceEquals(_current, connection))
            {
                _current = null;
            }
        }

        await connection.CloseAsync();
    }
}
