using System.Text.Json;

namespace XmrtOps.Platforms.Project;

/// <summary>What visitors may see of Auth's configuration.</summary>
internal sealed record AuthSettings
{
    public bool? DisableSignup { get; init; }

    public bool? MailerAutoconfirm { get; init; }

    public bool? PhoneAutoconfirm { get; init; }

    public bool? SamlEnabled { get; init; }

    public string? SmsProvider { get; init; }

    /// <summary>Ways to sign in, true where they are on.</summary>
    public IReadOnlyDictionary<string, JsonElement>? External { get; init; }
}
