using System.Security.Cryptography;
using System.Text;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>The form in which the API shows an environment variable, and what of its value.</summary>
internal static class EnvironmentJson
{
    public static Dictionary<string, object?> Of(VercelEnvironmentVariable variable, bool decrypts)
    {
        var json = new Dictionary<string, object?>
        {
            ["id"] = variable.Id,
            ["key"] = variable.Key,
            ["type"] = variable.Type,
            ["target"] = variable.Targets,
            ["visibility"] = variable.Type == "plain" ? "config" : "secret",
            ["configurationId"] = null,
            ["createdAt"] = DeploymentJson.Ms(variable.CreatedAt),
            ["updatedAt"] = DeploymentJson.Ms(variable.UpdatedAt),
            ["createdBy"] = variable.CreatedBy.Id,
            ["updatedBy"] = variable.UpdatedBy.Id,
            ["value"] = Value(variable, decrypts),
        };
        if (variable.GitBranch is { } branch) json["gitBranch"] = branch;
        if (variable.Comment is { } comment) json["comment"] = comment;
        if (decrypts && variable.Type != "sensitive") json["decrypted"] = true;
        return json;
    }

    private static string Value(VercelEnvironmentVariable variable, bool decrypts) => variable.Type switch
    {
        "sensitive" => string.Empty,
        "plain" or "system" => variable.Value,
        _ => decrypts ? variable.Value : Cipher(variable),
    };

    /// <summary>
    /// What stands for the value without saying it: it changes with it, and cannot be compared with another.
    /// </summary>
    private static string Cipher(VercelEnvironmentVariable variable) =>
        Convert.ToBase64String(SHA512.HashData(Encoding.UTF8.GetBytes($"{variable.Id}\n{variable.Value}")));
}
