using System.Text.Json;
using System.Text.Json.Serialization;

namespace XmrtOps.Connections;

/// <summary>How a system is reached, under a name. Holds no secret: only where each one is to be had.</summary>
public sealed record XmrtProfile
{
    /// <summary>Name, unique without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>postgresql:// URL without a password, or null for a system without a database.</summary>
    public string? DatabaseUrl { get; init; }

    /// <summary>Where the database's password is: <c>env:VARIABLE</c> or <c>secret:Vault/Name</c>.</summary>
    public string? PasswordFrom { get; init; }

    /// <summary>PEM file of the root certificate to trust.</summary>
    public string? RootCertificate { get; init; }

    /// <summary>Supabase's reference of the project.</summary>
    public string? ProjectRef { get; init; }

    /// <summary>Address of the frontend.</summary>
    public Uri? FrontendUrl { get; init; }

    /// <summary>Vercel's project: its name, or its prj_ identifier.</summary>
    public string? VercelProject { get; init; }

    /// <summary>Vercel's team: its team_ identifier, or its name in addresses.</summary>
    public string? VercelTeam { get; init; }

    /// <summary>Base address of Vercel's API.</summary>
    public Uri? VercelApiUrl { get; init; }

    /// <summary>Base address of Supabase's management API.</summary>
    public Uri? SupabaseApiUrl { get; init; }

    /// <summary>The Supabase project's own address; https://ref.supabase.co if null.</summary>
    public Uri? SupabaseUrl { get; init; }

    /// <summary>Where Vercel's token is; VERCEL_TOKEN if null.</summary>
    public string? VercelTokenFrom { get; init; }

    /// <summary>Where Supabase's token is; SUPABASE_ACCESS_TOKEN if null.</summary>
    public string? SupabaseTokenFrom { get; init; }

    /// <summary>Where the project's service_role or secret key is; SUPABASE_SERVICE_ROLE_KEY if null.</summary>
    public string? ServiceKeyFrom { get; init; }

    /// <summary>Where the project's anon or publishable key is; SUPABASE_ANON_KEY if null.</summary>
    public string? AnonKeyFrom { get; init; }

    /// <summary>Every changing cmdlet names the system in its prompt; null: unless its database is on this machine.</summary>
    public bool? IsProduction { get; init; }

    /// <summary>Whom to tell of a security incident: <c>name &lt;address&gt;</c>.</summary>
    public string? SecurityContact { get; init; }

    /// <summary>Who is on call, in this order, each as <c>name &lt;address&gt;</c>.</summary>
    public IReadOnlyList<string>? OnCall { get; init; }

    /// <summary>When the first one's first shift began, by the clocks of <see cref="TimeZone"/>.</summary>
    public DateTime? OnCallSince { get; init; }

    /// <summary>Length of a shift by the clock: a week ends at the hour it began, also over a change of summer time.</summary>
    public TimeSpan? OnCallPeriod { get; init; }

    /// <summary>IANA name of the zone whose clocks the rotation follows, such as <c>Europe/Berlin</c>.</summary>
    public string? TimeZone { get; init; }

    /// <summary>What a newer version has written, or a person: kept as it is.</summary>
    [JsonInclude]
    [JsonExtensionData]
    internal Dictionary<string, JsonElement>? Unknown { get; set; }

    /// <inheritdoc />
    public override string ToString() => Name;
}
