using XmrtOps.Data;
using XmrtOps.Functions.Sources;

namespace XmrtOps.Functions;

/// <summary>What is wanted of the functions.</summary>
/// <param name="Names">Names; null for all.</param>
/// <param name="Since">Calls are counted from then on.</param>
/// <param name="Until">Until then.</param>
/// <param name="Probes">Each function is called.</param>
/// <param name="Project">The project's config.toml, where its folder was given.</param>
internal sealed record FunctionQuery(
    Wildcard? Names, DateTimeOffset Since, DateTimeOffset Until, bool Probes, ProjectConfiguration? Project);
