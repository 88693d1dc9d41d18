using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace XmrtOps.Sandbox;

/// <summary>
/// Who a sandbox is at the platforms: its project's names, and tokens and keys in the form of the real ones, because the
/// platforms' own clients check that form before they send anything. Made for one sandbox, and gone with it.
/// </summary>
public sealed class SandboxIdentity
{
    private const string LowerLetters = "abcdefghijklmnopqrstuvwxyz";
    private const string LettersAndDigits = LowerLetters + "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static readonly TimeSpan s_keysAreValidFor = TimeSpan.FromDays(3650);

    private readonly DateTimeOffset _madeAt;

    /// <param name="madeAt">When keys were issued.</param>
    public SandboxIdentity(DateTimeOffset madeAt)
    {
        _madeAt = madeAt;
        AnonKey = LegacyKey("anon");
        ServiceRoleKey = LegacyKey("service_role");
    }

    /// <summary>A token that Vercel's API takes.</summary>
    public string VercelToken { get; } = RandomNumberGenerator.GetString(LettersAndDigits, 24);

    /// <summary>The team that the project belongs to.</summary>
    public string VercelTeamId { get; } = $"team_{RandomNumberGenerator.GetString(LettersAndDigits, 24)}";

    /// <summary>The team's name in addresses.</summary>
    public string VercelTeamSlug { get; } = "xmrt-sandbox";

    /// <summary>The frontend's project.</summary>
    public string VercelProjectId { get; } = $"prj_{RandomNumberGenerator.GetString(LettersAndDigits, 28)}";

    /// <summary>The frontend's project by its name.</summary>
    public string VercelProjectName { get; } = "xmrt-frontend";

    /// <summary>A personal access token that Supabase's Management API takes: sbp_ and 40 hexadecimal digits.</summary>
    public string SupabaseToken { get; } = $"sbp_{RandomNumberGenerator.GetHexString(40, lowercase: true)}";

    /// <summary>Supabase's reference of the project: 20 lower-case letters.</summary>
    public string ProjectRef { get; } = RandomNumberGenerator.GetString(LowerLetters, 20);

    /// <summary>The secret that the legacy keys and the users' tokens are signed with (HS256).</summary>
    public string JwtSecret { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));

    /// <summary>The legacy key of the role anon: a JWT.</summary>
    public string AnonKey { get; }

    /// <summary>The legacy key of the role service_role: a JWT.</summary>
    public string ServiceRoleKey { get; }

    /// <summary>A key of the new kind, for browsers.</summary>
    public string PublishableKey { get; } = $"sb_publishable_{RandomNumberGenerator.GetString(LettersAndDigits, 31)}";

    /// <summary>A key of the new kind, for servers.</summary>
    public string SecretKey { get; } = $"sb_secret_{RandomNumberGenerator.GetString(LettersAndDigits, 31)}";

    /// <summary>A token signed with <see cref="JwtSecret"/> (HS256).</summary>
    /// <param name="claims">Its payload, as it is.</param>
    public string Sign(IReadOnlyDictionary<string, object?> claims) => Sign(claims, JwtSecret);

    /// <summary>Names, never a token.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ProjectRef}, {VercelProjectId}");

    /// <summary>A token signed with any secret (HS256), as who holds the wrong one makes it.</summary>
    internal static string Sign(IReadOnlyDictionary<string, object?> claims, string secret)
    {
        string header = Encoded("""{"alg":"HS256","typ":"JWT"}"""u8);
        string signed = $"{header}.{Encoded(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        byte[] signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed));
        return $"{signed}.{Encoded(signature)}";
    }

    private static string Encoded(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private string LegacyKey(string role) => Sign(new Dictionary<string, object?>
    {
        ["iss"] = "supabase",
        ["ref"] = ProjectRef,
        ["role"] = role,
        ["iat"] = _madeAt.ToUnixTimeSeconds(),
        ["exp"] = _madeAt.Add(s_keysAreValidFor).ToUnixTimeSeconds(),
    });
}
