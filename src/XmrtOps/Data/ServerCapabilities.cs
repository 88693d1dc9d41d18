using System.Collections.Concurrent;

namespace XmrtOps.Data;

/// <summary>What has been learnt of a server and stays true while we are connected. Absence is never kept: an extension
/// can be installed a moment later.</summary>
internal sealed class ServerCapabilities
{
    private readonly ConcurrentDictionary<string, Extension> _extensions = new(StringComparer.Ordinal);

    /// <summary>Where an extension is and which version it has; null when it is not installed.</summary>
    public async Task<Extension?> ExtensionAsync(
        DatabaseTransaction transaction, string name, CancellationToken cancellation)
    {
        if (_extensions.TryGetValue(name, out Extension? known))
        {
            return known;
        }

        List<Extension> found = await transaction.QueryAsync(
            """
            SELECT n.nspname::text, e.extversion
            FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
            WHERE e.extname = $1
            """,
            [name],
            row => new Extension(row.GetString(0), Version.Parse(row.GetString(1))),
            cancellation);
        return found.Count == 0 ? null : _extensions.GetOrAdd(name, found[0]);
    }

    /// <summary>Forgets an extension that turned out to be elsewhere or gone.</summary>
    public void Forget(string extension) => _extensions.TryRemove(extension, out _);

    /// <summary>An installed extension.</summary>
    internal sealed record Extension(string Schema, Version Version);
}
