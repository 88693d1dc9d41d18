namespace XmrtOps.Authentication;

/// <summary>Names of variables: frameworks put prefixes before those that get into the pages.</summary>
internal static class EnvironmentNames
{
    public const string Url = "SUPABASE_URL";
    public const string AnonKey = "SUPABASE_ANON_KEY";
    public const string ServiceKey = "SUPABASE_SERVICE_ROLE_KEY";

    /// <summary>The secret that a server signs tokens of its own with.</summary>
    public const string JwtSecret = "SUPABASE_JWT_SECRET";

    private static readonly string[] s_prefixes =
        ["NEXT_PUBLIC_", "VITE_", "REACT_APP_", "NUXT_PUBLIC_", "EXPO_PUBLIC_", "GATSBY_", "PUBLIC_"];

    /// <summary>What the frontend cannot do without.</summary>
    public static IReadOnlyList<string> OfFrontend { get; } = [Url, AnonKey];

    /// <summary>What the project knows itself.</summary>
    public static IReadOnlyList<string> OfProject { get; } = [Url, AnonKey, ServiceKey, JwtSecret];

    /// <summary>What the platform gives to every function by itself.</summary>
    public static IReadOnlyList<string> OfFunctions { get; } = [Url, AnonKey, ServiceKey];

    /// <summary>The variable is built into the pages, for everybody to read.</summary>
    public static bool IsPublic(string variable) => s_prefixes.Any(prefix => variable.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>What a variable is, whatever it is called.</summary>
    public static string Of(string variable)
    {
        string prefix = s_prefixes.FirstOrDefault(p => variable.StartsWith(p, StringComparison.Ordinal)) ?? "";
        return variable[prefix.Length..] switch
        {
            "SUPABASE_PUBLISHABLE_KEY" or "SUPABASE_KEY" => AnonKey,
            "SUPABASE_SERVICE_KEY" or "SUPABASE_SECRET_KEY" => ServiceKey,
            "JWT_SECRET" or "SUPABASE_AUTH_JWT_SECRET" => JwtSecret,
            var name => name,
        };
    }
}
