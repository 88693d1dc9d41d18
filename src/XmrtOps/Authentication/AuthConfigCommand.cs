using System.Globalization;
using XmrtOps.Connections;

namespace XmrtOps.Authentication;

/// <summary>The command that changes one of Auth's settings: the platform's command line only pushes all of config.toml.</summary>
internal static class AuthConfigCommand
{
    private const string Host = "https://api.supabase.com/";

    /// <param name="connection">Where.</param>
    /// <param name="setting">The setting as the Management API names it, such as jwt_exp.</param>
    /// <param name="value">Its value, or what stands for it.</param>
    public static string Of(XmrtConnection connection, string setting, string value)
    {
        string address = (connection.SupabaseApiUrl ?? new Uri(Host)).OriginalString.TrimEnd('/');
        return $"Invoke-RestMethod -Method Patch '{address}/v1/projects/{connection.ProjectRef}/config/auth' "
            + "-Headers @{ Authorization = \"Bearer $env:SUPABASE_ACCESS_TOKEN\" } -ContentType application/json "
            + $"-Body '{{\"{setting}\":{value}}}'";
    }

    /// <inheritdoc cref="Of(XmrtConnection, string, string)"/>
    public static string Of(XmrtConnection connection, string setting, long value) =>
        Of(connection, setting, value.ToString(CultureInfo.InvariantCulture));
}
