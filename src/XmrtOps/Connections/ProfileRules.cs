using System.Globalization;
using XmrtOps.Faults;
using XmrtOps.State;

namespace XmrtOps.Connections;

/// <summary>What a profile may say. Holds for what is set and for what was written into the file by hand.</summary>
internal static class ProfileRules
{
    private const int LongestName = 200;

    private static readonly string[] s_secretParameters =
        ["password", "sslpassword", "oauth_client_secret", "scram_client_key", "scram_server_key"];

    /// <exception cref="XmrtException">InvalidProfileName, InvalidProfileValue, SecretInProfile, InvalidSecretSource,
    /// InvalidTarget.</exception>
    public static void Check(XmrtProfile profile)
    {
        CheckName(profile.Name);
        CheckDatabase(profile.DatabaseUrl);
        CheckSource(nameof(profile.PasswordFrom), profile.PasswordFrom);
        CheckSource(nameof(profile.VercelTokenFrom), profile.VercelTokenFrom);
        CheckSource(nameof(profile.SupabaseTokenFrom), profile.SupabaseTokenFrom);
        CheckSource(nameof(profile.ServiceKeyFrom), profile.ServiceKeyFrom);
        CheckSource(nameof(profile.AnonKeyFrom), profile.AnonKeyFrom);
        CheckAddress(nameof(profile.FrontendUrl), profile.FrontendUrl);
        CheckAddress(nameof(profile.VercelApiUrl), profile.VercelApiUrl);
        CheckAddress(nameof(profile.SupabaseApiUrl), profile.SupabaseApiUrl);
        CheckAddress(nameof(profile.SupabaseUrl), profile.SupabaseUrl);
        PlatformNames.Address(nameof(profile.VercelApiUrl), profile.VercelApiUrl);
        PlatformNames.Address(nameof(profile.SupabaseApiUrl), profile.SupabaseApiUrl);
        PlatformNames.Address(nameof(profile.SupabaseUrl), profile.SupabaseUrl);
        PlatformNames.Project(profile.VercelProject);
        PlatformNames.Team(profile.VercelTeam);
        if (profile.ProjectRef is { } reference && !(reference.Length == 20 && reference.All(char.IsAsciiLetterLower)))
        {
            // Not repeated: a key pasted into the wrong place would be shown.
            throw Errors.InvalidProfileValue(nameof(profile.ProjectRef), "a project's reference is 20 small letters");
        }

        if (profile.SecurityContact is { } contact)
        {
            ContactText.Parse(nameof(profile.SecurityContact), contact);
        }

        OnCallRotation.Of(profile);
    }

    /// <exception cref="XmrtException">InvalidProfileName.</exception>
    public static void CheckName(string name)
    {
        string? fault = name.Trim().Length == 0 ? "it is empty"
            : name.Length > LongestName ? string.Create(CultureInfo.InvariantCulture, $"it is longer than {LongestName} characters")
            : name.Any(char.IsControl) ? "it holds control characters"
            : name.Trim().Length < name.Length ? "it begins or ends with a blank"
            : name.Contains("://", StringComparison.Ordinal) || name.Contains('=', StringComparison.Ordinal)
                ? "it looks like an address, and Connect-Xmrt would take it for one"
            : null;
        if (fault is not null)
        {
            // The name is not repeated: what looks like an address may hold a password.
            throw Errors.InvalidProfileName(fault);
        }
    }

    private static void CheckDatabase(string? url)
    {
        if (url is null)
        {
            return;
        }

        // Before it is taken apart: a password with an @, / or ? of its own would end up in other parts, and in messages.
        int scheme = url.IndexOf("://", StringComparison.Ordinal);
        int at = url.LastIndexOf('@');
        bool hasPassword = scheme >= 0 && at > scheme
            && url[(scheme + 3)..at].IndexOf(':', StringComparison.Ordinal) is int colon and >= 0
            && colon < at - scheme - 4;
        if (hasPassword || SecretText.HoldsSecret(url))
        {
            throw Errors.SecretInProfile(nameof(XmrtProfile.DatabaseUrl));
        }

        Dictionary<string, string> values = Parse(url);
        // What stands in the port's place and is no number is a password without its @.
        bool hasOddPort = values.TryGetValue("port", out string? port) && !port.All(char.IsAsciiDigit);
        if (hasOddPort || s_secretParameters.Any(values.ContainsKey))
        {
            throw Errors.SecretInProfile(nameof(XmrtProfile.DatabaseUrl));
        }

        if (!values.ContainsKey("host") && !values.ContainsKey("hostaddr") && !values.ContainsKey("service"))
        {
            throw Errors.InvalidProfileValue(nameof(XmrtProfile.DatabaseUrl), "it names no host");
        }
    }

    private static Dictionary<string, string> Parse(string url)
    {
        try
        {
            return ConnectionText.Parse(url);
        }
        catch (XmrtException fault) when (fault.ErrorId == "UnknownConnectionParameter")
        {
            // Not named: it may be a part of a password.
            throw Errors.InvalidProfileValue(
                nameof(XmrtProfile.DatabaseUrl), "a part of it is no connection parameter of libpq");
        }
    }

    private static void CheckSource(string what, string? source)
    {
        if (source is not null)
        {
            SecretSource.Parse(what, source);
        }
    }

    private static void CheckAddress(string what, Uri? address)
    {
        if (address is null)
        {
            return;
        }

        if (!address.IsAbsoluteUri || address.Scheme is not ("https" or "http"))
        {
            throw Errors.InvalidProfileValue(what, "it has to begin with https:// or http://");
        }

        bool hasSecret = address.UserInfo.Length > 0
            || SecretText.HoldsSecret(address.OriginalString)
            || address.Query.TrimStart('?').Split('&').Any(pair => SecretText.IsSecretName(pair.Split('=')[0]));
        if (hasSecret)
        {
            throw Errors.SecretInProfile(what);
        }
    }
}
