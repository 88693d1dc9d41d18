using System.Security.Cryptography;
using System.Text;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Functions.Saved;
using XmrtOps.Notices;
using XmrtOps.Platforms.Supabase;

namespace XmrtOps.Rollback.EdgeFunctions;

/// <summary>Tells versions by what is in their files: numbers only count deployments, and paths change on the way.</summary>
internal static class FunctionContent
{
    public static string Of(IEnumerable<SupabaseFunctionFile> files) => Of(files.Select(file => FunctionStore.Digest(file.Content)));

    private static string Of(IEnumerable<string> digests) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.ASCII.GetBytes(string.Join('\n', digests.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)))));

    /// <summary>Of what is deployed; null where it cannot be read, as when its bundle is lost.</summary>
    public static async Task<string?> DeployedAsync(
        XmrtConnection connection, string name, INotices notices, CancellationToken cancellation)
    {
        try
        {
            return Of((await connection.Supabase.GetFunctionBodyAsync(name, notices, cancellation)).Files);
        }
        catch (XmrtException fault) when (fault.ErrorId is "NotFound" or "UnreadableAnswer")
        {
            notices.Warn($"What is deployed as {name} cannot be read, and not be compared with what is kept. {fault.Message}");
            return null;
        }
    }
}
