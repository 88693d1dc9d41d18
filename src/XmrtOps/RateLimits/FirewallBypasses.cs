using System.Globalization;
using System.Text.Json;
using XmrtOps.Connections;
using XmrtOps.Findings;
using XmrtOps.Module;
using XmrtOps.Notices;
using XmrtOps.Platforms;
using XmrtOps.Platforms.Vercel;
using XmrtOps.State;

namespace XmrtOps.RateLimits;

/// <summary>Reads and changes the addresses that Vercel's firewall lets through.</summary>
internal static class FirewallBypasses
{
    public static async Task<IReadOnlyList<FirewallBypass>> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation)
    {
        DateTimeOffset now = DateTimeOffset.Now;
        return
        [
            .. (await connection.Vercel.GetBypassesAsync(notices, cancellation))
                .Where(rule => rule.Ip is not null && rule.Action is null or "bypass")
                .Select(rule => new FirewallBypass
                {
                    Connection = connection.Name,
                    Address = rule.Ip ?? "",
                    Domain = rule.IsProjectRule == true ? null : rule.Domain,
                    Note = rule.Note is null ? null : SecretText.MaskIn(rule.Note),
                    CreatedAt = Moment(rule.CreatedAt),
                    ExpiresAt = Moment(rule.ExpiresAt),
                    MeasuredAt = now,
                })
                .Where(rule => rule.Address.Length > 0)
                .OrderBy(rule => rule.Address, StringComparer.Ordinal)
                .ThenBy(rule => rule.Domain, StringComparer.Ordinal),
        ];
    }

    /// <summary>The exception of that address and domain; null where there is none.</summary>
    public static FirewallBypass? Find(IReadOnlyList<FirewallBypass> all, string address, string? domain) => all.FirstOrDefault(
        rule => Same(rule.Address, address) && string.Equals(rule.Domain, domain, StringComparison.OrdinalIgnoreCase));

    /// <summary>Lets an address through. A change whose answer is lost is looked for, and not sent again.</summary>
    public static Task<FirewallBypass> AddAsync(
        XmrtConnection connection, string address, string? domain, string? note, TimeSpan? ttl, INotices notices, CancellationToken cancellation) =>
        LostAnswer.ResolveAsync(
            async () =>
            {
                await connection.Vercel.AddBypassAsync(
                    Change(address, domain) with { Note = note, Ttl = (long?)ttl?.TotalMilliseconds }, notices, cancellation);
                return new FirewallBypass
                {
                    Connection = connection.Name,
                    Address = address,
                    Domain = domain,
                    Note = note,
                    ExpiresAt = DateTimeOffset.Now + ttl,
                };
            },
            async () => Find(await ReadAsync(connection, notices, cancellation), address, domain) is { } made && made.Note == note ? made : null,
            notices);

    /// <summary>Treats an address as all others.</summary>
    public static async Task RemoveAsync(
        XmrtConnection connection, FirewallBypass rule, INotices notices, CancellationToken cancellation)
    {
        await LostAnswer.ResolveAsync(
            async () =>
            {
                await connection.Vercel.RemoveBypassAsync(Change(rule.Address, rule.Domain), notices, cancellation);
                return rule;
            },
            async () => Find(await ReadAsync(connection, notices, cancellation), rule.Address, rule.Domain) is null ? rule : null,
            notices);
    }

    /// <summary>The exception in words, for questions and the journal.</summary>
    public static string Describe(string address, string? domain) =>
        $"{address} through the firewall of {(domain is null ? "all domains" : Display.OneLine(domain, 80))}";

    /// <summary>The command that makes it as it is, but for what has been masked in its note.</summary>
    public static string CommandOf(FirewallBypass rule)
    {
        // Put back without its end it would be let through for ever.
        string ttl = rule.ExpiresAt is { } end
            ? string.Create(CultureInfo.InvariantCulture, $" -Ttl {Math.Max(1, (long)Math.Ceiling((end - DateTimeOffset.Now).TotalMinutes))}m")
            : "";
        return $"Add-XmrtFirewallBypass {Arguments(rule.Address, rule.Domain)}"
            + (rule.Note is null ? "" : $" -Note {CommandText.Argument(rule.Note)}") + ttl;
    }

    public static string Arguments(string address, string? domain) =>
        CommandText.Argument(address) + (domain is null ? "" : $" -Domain {CommandText.Argument(domain)}");

    private static VercelBypassChange Change(string address, string? domain) => new()
    {
        SourceIp = address,
        Domain = domain,
        ProjectScope = domain is null ? true : null,
    };

    private static bool Same(string one, string other) =>
        one == other || (System.Net.IPAddress.TryParse(one, out System.Net.IPAddress? a)
            && System.Net.IPAddress.TryParse(other, out System.Net.IPAddress? b) && a.Equals(b));

    // The platform writes moments in two forms, and not the same one everywhere.
    private static DateTimeOffset? Moment(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out long ms) && ms is > 0 and < 253_402_300_800_000 =>
            DateTimeOffset.FromUnixTimeMilliseconds(ms).ToLocalTime(),
        { ValueKind: JsonValueKind.String } text when DateTimeOffset.TryParse(
            text.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at) => at.ToLocalTime(),
        _ => null,
    };
}
