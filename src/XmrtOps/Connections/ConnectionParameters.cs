namespace XmrtOps.Connections;

/// <summary>The connection parameters of libpq, and what .NET calls some of them.</summary>
internal static class ConnectionParameters
{
    /// <summary>Those that change where, as whom or how safely we connect: all of them are honoured.</summary>
    private static readonly HashSet<string> s_honoured = new(StringComparer.Ordinal)
    {
        "host", "hostaddr", "port", "dbname", "user", "password", "passfile", "service", "servicefile", "connect_timeout",
        "sslmode", "sslrootcert", "sslcert", "sslkey", "channel_binding", "require_auth", "options",
    };

    /// <summary>Those that XmrtOps sets itself or that have no effect here: taken, and said under -Verbose.</summary>
    private static readonly HashSet<string> s_ignored = new(StringComparer.Ordinal)
    {
        "application_name", "fallback_application_name", "client_encoding", "keepalives", "keepalives_idle",
        "keepalives_interval", "keepalives_count", "tcp_user_timeout", "gssencmode", "gsslib", "gssdelegation",
        "krbsrvname", "sslcompression", "sslsni", "load_balance_hosts", "target_session_attrs", "requiressl", "pgbouncer",
        "reference",
    };

    /// <summary>Those that would protect the connection and that the driver cannot do: refused, not ignored.</summary>
    private static readonly HashSet<string> s_refused = new(StringComparer.Ordinal)
    {
        "sslcrl", "sslcrldir", "sslcertmode", "ssl_min_protocol_version", "ssl_max_protocol_version", "sslnegotiation",
        "sslpassword", "requirepeer", "replication", "min_protocol_version", "max_protocol_version", "sslkeylogfile",
        "scram_client_key", "scram_server_key", "oauth_issuer", "oauth_client_id", "oauth_client_secret", "oauth_scope",
    };

    private static readonly Dictionary<string, string> s_dotNet = new(StringComparer.OrdinalIgnoreCase)
    {
        ["host"] = "host", ["server"] = "host", ["port"] = "port", ["database"] = "dbname", ["db"] = "dbname",
        ["username"] = "user", ["user name"] = "user", ["user id"] = "user", ["uid"] = "user", ["user"] = "user",
        ["password"] = "password", ["pwd"] = "password", ["passfile"] = "passfile", ["ssl mode"] = "sslmode",
        ["sslmode"] = "sslmode", ["root certificate"] = "sslrootcert", ["ssl certificate"] = "sslcert",
        ["ssl key"] = "sslkey", ["timeout"] = "connect_timeout", ["options"] = "options",
        ["channel binding"] = "channel_binding", ["require auth"] = "require_auth",
        ["application name"] = "application_name", ["pooling"] = "keepalives", ["keepalive"] = "keepalives",
    };

    public static bool IsKnown(string name) =>
        s_honoured.Contains(name) || s_ignored.Contains(name) || s_refused.Contains(name);

    public static bool IsIgnored(string name) => s_ignored.Contains(name);

    public static bool IsRefused(string name) => s_refused.Contains(name);

    public static string? FromDotNet(string name) => s_dotNet.GetValueOrDefault(name);

    /// <summary>The parameter that a name with a slip or two was to be, or null.</summary>
    public static string? Nearest(string name)
    {
        const int longest = 40;
        if (name.Length > longest)
        {
            return null;
        }

        string written = name.ToLowerInvariant();
        (string known, int distance) = s_honoured.Concat(s_ignored).Concat(s_dotNet.Keys)
            .Select(known => (known, Distance(known, written)))
            .MinBy(candidate => candidate.Item2);
        return distance <= Math.Min(2, known.Length / 4) ? known : null;
    }

    /// <summary>Letters to insert, drop or replace, and neighbours to swap, until one is the other.</summary>
    private static int Distance(string left, string right)
    {
        int[,] steps = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++)
            {
                steps[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(
                        Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1,
                        steps[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
                }
            }
        }

        return steps[left.Length, right.Length];
    }
}
