using XmrtOps.Rollback.Schemas;

namespace XmrtOps.Rollback.Databases;

/// <summary>What one version's transaction has done.</summary>
/// <param name="SchemaBefore">The schema's digest before.</param>
/// <param name="SchemaAfter">The schema's digest afterwards.</param>
/// <param name="Differences">What is different.</param>
/// <param name="AccessChanges">Rights of anon and authenticated that are different.</param>
/// <param name="NewLints">What is advised against and was not there before.</param>
/// <param name="Archive">Where what was dropped is kept; null: nothing was.</param>
/// <param name="RestoredRows">Rows and values that were put back.</param>
internal sealed record VersionOutcome(
    string SchemaBefore,
    string SchemaAfter,
    IReadOnlyList<SchemaDifference> Differences,
    IReadOnlyList<AccessChange> AccessChanges,
    IReadOnlyList<SchemaLint> NewLints,
    string? Archive,
    long RestoredRows);
