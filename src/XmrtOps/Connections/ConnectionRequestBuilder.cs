using System.Globalization;
using System.Security;
using XmrtOps.Faults;

namespace XmrtOps.Connections;

/// <summary>Merges what was given with a profile and the environment, in this order of precedence.</summary>
/// <param name="warn">Told what the user should know.</param>
/// <param name="readSecret">Fetches a secret by where it is, such as <c>env:NAME</c>.</param>
internal sealed class ConnectionRequestBuilder(Action<string> warn, Func<string, SecureString> readSecret)
{
    private readonly Func<string, string?> _environment = Environment.GetEnvironmentVariable;

    /// <exception cref="XmrtException">The conditions of naming a target.</exception>
    public ConnectionRequest Build(GivenConnection given)
    {
        XmrtProfile? profile = given.Target is { } named && !ConnectionText.LooksLikeTarget(named)
            ? ProfileStore.Default.Find(named) ?? throw Errors.ProfileNotFound(named)
            : null;
        string? text = profile is null ? given.Target : profile.DatabaseUrl;
        Dictionary<string, string> values = text is null ? new(StringComparer.Ordinal) : ConnectionText.Parse(text);
        Override(values, given, profile);
        (DatabaseTarget? target, string? password) = values.ContainsKey("host") || values.ContainsKey("hostaddr")
            || values.ContainsKey("service")
            ? ResolveDatabase(values)
            : (null, null);
        string? projectRef = given.ProjectRef ?? profile?.ProjectRef;
        Uri? frontend = given.FrontendUrl ?? profile?.FrontendUrl;
        string? vercelProject = given.VercelProject ?? profile?.VercelProject;
        Uri? supabase = given.SupabaseUrl ?? profile?.SupabaseUrl;
        string name = profile?.Name ?? target?.Host ?? projectRef ?? frontend?.Host ?? vercelProject ?? supabase?.Host
            ?? throw Errors.NothingToConnectTo();

        return new ConnectionRequest
        {
            Name = name,
            Profile = profile?.Name,
            Database = target,
            Password = password,
            ProjectRef = projectRef,
            FrontendUrl = frontend,
            VercelProject = PlatformNames.Project(vercelProject),
            VercelTeam = PlatformNames.Team(given.VercelTeam ?? profile?.VercelTeam),
            VercelApiUrl = PlatformNames.Address("VercelApiUrl", given.VercelApiUrl ?? profile?.VercelApiUrl),
            SupabaseApiUrl = PlatformNames.Address("SupabaseApiUrl", given.SupabaseApiUrl ?? profile?.SupabaseApiUrl),
            SupabaseUrl = PlatformNames.Address("SupabaseUrl", supabase)
                ?? (projectRef is null ? null : new Uri($"https://{projectRef}.supabase.co")),
            VercelToken = given.VercelToken ?? Token(profile?.VercelTokenFrom, "VERCEL_TOKEN"),
            SupabaseToken = given.SupabaseToken ?? Token(profile?.SupabaseTokenFrom, "SUPABASE_ACCESS_TOKEN"),
            ServiceKey = given.ServiceKey ?? Token(profile?.ServiceKeyFrom, "SUPABASE_SERVICE_ROLE_KEY"),
            AnonKey = given.AnonKey ?? Token(profile?.AnonKeyFrom, "SUPABASE_ANON_KEY"),
            IsProduction = given.IsProduction ?? profile?.IsProduction,
        };
    }

    private (DatabaseTarget Target, string? Password) ResolveDatabase(Dictionary<string, string> values) =>
        new TargetResolver(_environment, warn).Resolve(values);

    private void Override(Dictionary<string, string> values, GivenConnection given, XmrtProfile? profile)
    {
        if (given.Password is null && !values.ContainsKey("password") && profile?.PasswordFrom is { } from)
        {
            values["password"] = readSecret(from).Reveal();
        }

        (string Key, string? Value)[] overrides =
        [
            ("host", given.HostName),
            ("port", given.Port?.ToString(CultureInfo.InvariantCulture)),
            ("dbname", given.DatabaseName),
            ("user", given.UserName),
            ("password", given.Password),
            ("sslrootcert", given.RootCertificate ?? (values.ContainsKey("sslrootcert") ? null : profile?.RootCertificate)),
            ("connect_timeout", given.ConnectTimeoutSeconds?.ToString(CultureInfo.InvariantCulture)),
        ];
        foreach ((string key, string? value) in overrides)
        {
            if (value is not null)
            {
                values[key] = value;
            }
        }
    }

    private SecureString? Token(string? from, string variable) =>
        from is not null ? readSecret(from)
        : _environment(variable) is { Length: > 0 } token ? token.Conceal()
        : null;
}
