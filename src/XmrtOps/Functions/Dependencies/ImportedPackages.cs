using System.Globalization;
using XmrtOps.Functions.Checks;
using XmrtOps.Functions.Sources;
using XmrtOps.State;

namespace XmrtOps.Functions.Dependencies;

/// <summary>The packages that a function's imports name.</summary>
internal static class ImportedPackages
{
    // Hosts whose addresses name a package and its version. Of others the address is all that is known.
    private static readonly string[] s_packageHosts =
        ["npm", "jsr", "deno.land", "esm.sh", "jsr.io", "esm.run", "unpkg.com", "cdn.jsdelivr.net", "cdn.skypack.dev", "cdn.esm.sh"];

    public static IReadOnlyList<Dependency> Of(
        string function, string connection, IEnumerable<(string File, ScriptImport Import)> imports, ImportMap map) =>
    [
        .. imports
            .Where(found => found.Import.Specifier is not null)
            .Select(found => (found.File, found.Import.Line, Target: map.Resolve(found.Import.Specifier!)))
            .Where(found => RegistryOf(found.Target) is not null)
            .GroupBy(found => ReferenceOf(found.Target))
            .Select(same => Dependency(same.Key, RegistryOf(same.First().Target)!) with
            {
                UsedBy = function,
                IsFunction = true,
                Connection = connection,
                Locations = [.. same.Select(found => string.Create(CultureInfo.InvariantCulture, $"{found.File}:{found.Line}"))],
            })
            .OrderBy(dependency => dependency.Package, StringComparer.Ordinal)
            .ThenBy(dependency => dependency.Requested, StringComparer.Ordinal),
    ];

    private static Dependency Dependency(PackageReference package, string registry) => new()
    {
        Package = package.Name,
        Registry = registry,
        Requested = package.Version,
        MayChange = !package.IsPinned,
        Reason = package.IsPinned ? "one exact version"
            : package.Version is { } range ? $"the newest that {range} allows, anew at each deployment"
            : "no version is named: the newest, anew at each deployment",
    };

    /// <summary>Where it comes from; null for files of the function's own and for what the runtime has.</summary>
    private static string? RegistryOf(string target) =>
        target.StartsWith("npm:", StringComparison.Ordinal) ? "npm"
        : target.StartsWith("jsr:", StringComparison.Ordinal) ? "jsr"
        : Uri.TryCreate(target, UriKind.Absolute, out Uri? url) && url.Scheme is "https" or "http" ? url.Host
        : null;

    private static PackageReference ReferenceOf(string target) =>
        (s_packageHosts.Contains(RegistryOf(target), StringComparer.OrdinalIgnoreCase) ? PackageReference.Of(target) : null)
        // Without what may be secret in an address.
        ?? new PackageReference(SecretText.MaskIn(target.Split('?', '#')[0]), null);
}
