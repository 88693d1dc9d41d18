using System.Globalization;
using XmrtOps.Adapters;
using XmrtOps.Faults;

namespace XmrtOps.Connections;

/// <summary>
/// Completes what was given by what the environment says, as libpq does: service file, PGUSER and the like, .pgpass.
/// The environment never weakens TLS.
/// </summary>
/// <param name="environment">Reads a variable of the environment.</param>
/// <param name="warn">Told what the user should know.</param>
internal sealed class TargetResolver(Func<string, string?> environment, Action<string> warn)
{
    /// <returns>The target, and the password if one was found.</returns>
    /// <exception cref="XmrtException">InvalidTarget, ServiceNotFound.</exception>
    public (DatabaseTarget Target, string? Password) Resolve(IReadOnlyDictionary<string, string> given)
    {
        Dictionary<string, string> values = new(given, StringComparer.Ordinal);
        if (Value(values, "service", "PGSERVICE") is { } service)
        {
            foreach ((string key, string value) in ServiceFile.Read(service, values.GetValueOrDefault("servicefile"), environment))
            {
                values.TryAdd(key, value);
            }
        }

        foreach (string key in values.Keys.Where(ConnectionParameters.IsRefused))
        {
            throw Errors.InvalidTarget($"The parameter '{key}' asks for something that XmrtOps cannot do.", key);
        }

        // The name is what a certificate is checked against: an address beside it would have to replace it.
        if (values.ContainsKey("host") && values.ContainsKey("hostaddr"))
        {
            throw Errors.InvalidTarget("'host' and 'hostaddr' are both given; give the name, or the address.");
        }

        string host = Value(values, "host", "PGHOST") ?? values.GetValueOrDefault("hostaddr")
            ?? throw Errors.InvalidTarget("No host is given.");
        string user = Value(values, "user", "PGUSER") ?? Environment.UserName;
        DatabaseTarget target = new()
        {
            Host = host,
            Port = Number(values, "port", "PGPORT", 1, 65535) ?? 5432,
            Database = Value(values, "dbname", "PGDATABASE") ?? user,
            UserName = user,
            ExplicitTls = values.TryGetValue("sslmode", out string? mode) ? ParseTls(mode) : null,
            RootCertificate = RootCertificate(Value(values, "sslrootcert", "PGSSLROOTCERT")),
            ClientCertificate = Value(values, "sslcert", "PGSSLCERT"),
            ClientKey = Value(values, "sslkey", "PGSSLKEY"),
            ChannelBinding = OneOf(values, "channel_binding", "PGCHANNELBINDING", "disable", "prefer", "require"),
            RequireAuth = Value(values, "require_auth", "PGREQUIREAUTH"),
            Options = Value(values, "options", "PGOPTIONS"),
            PassFile = Value(values, "passfile", "PGPASSFILE"),
            ConnectTimeoutSeconds = Number(values, "connect_timeout", "PGCONNECT_TIMEOUT", 0, 300) switch
            {
                null or 0 => 10,
                int seconds => seconds,
            },
        };
        WarnOfWeakTls(target);
        string? password = Value(values, "password", "PGPASSWORD")
            ?? PassFile.Find(target, target.PassFile ?? PassFile.DefaultPath(environment), warn);
        return (target, password);
    }

    private void WarnOfWeakTls(DatabaseTarget target)
    {
        if (!target.IsLoopback && target.Tls < TlsMode.VerifyFull)
        {
            warn(target.Tls switch
            {
                TlsMode.Disable => $"sslmode=disable: all that passes between here and {target.Host} can be read.",
                TlsMode.Prefer => $"sslmode=prefer: {target.Host} is not verified, and plain text is accepted.",
                TlsMode.Require => $"sslmode=require encrypts, but does not verify that it is {target.Host} that answers.",
                _ => $"sslmode=verify-ca does not verify that the certificate is {target.Host}'s.",
            });
        }
    }

    private string? Value(Dictionary<string, string> values, string key, string variable) =>
        values.TryGetValue(key, out string? given) ? given
        : environment(variable) is { Length: > 0 } set ? set
        : null;

    private int? Number(Dictionary<string, string> values, string key, string variable, int least, int most)
    {
        if (Value(values, key, variable) is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number >= least && number <= most
            ? number
            : throw Errors.InvalidTarget($"'{key}' has to be a number from {least} to {most}, not '{text}'.", text);
    }

    private string? OneOf(Dictionary<string, string> values, string key, string variable, params string[] allowed) =>
        Value(values, key, variable) is not { } text ? null
        : allowed.Contains(text, StringComparer.OrdinalIgnoreCase) ? text
        : throw Errors.InvalidTarget($"'{key}' has to be one of {string.Join(", ", allowed)}, not '{text}'.", text);

    private static string? RootCertificate(string? path)
    {
        // libpq's word for the system's roots, which is our default.
        if (path is null or "system")
        {
            return null;
        }

        return File.Exists(path) ? path : throw Errors.RootCertificateUnreadable(path, "there is no such file");
    }

    private static TlsMode ParseTls(string mode) =>
        mode.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant() switch
        {
            "DISABLE" => TlsMode.Disable,
            // allow tries plain text first: there is no reason to.
            "ALLOW" or "PREFER" => TlsMode.Prefer,
            "REQUIRE" => TlsMode.Require,
            "VERIFYCA" => TlsMode.VerifyCA,
            "VERIFYFULL" => TlsMode.VerifyFull,
            _ => throw Errors.InvalidTarget(
                $"'{mode}' is no sslmode: disable, prefer, require, verify-ca or verify-full.", mode),
        };
}
