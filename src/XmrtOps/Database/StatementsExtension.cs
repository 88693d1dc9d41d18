using System.Data.Common;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;

namespace XmrtOps.Database;

/// <summary>The extension pg_stat_statements, in whichever schema and version it is.</summary>
internal static class StatementsExtension
{
    private const string Name = "pg_stat_statements";

    // The text of rows of roles that we may not look at.
    private const string HiddenText = "<insufficient privilege>";

    /// <summary>Asks how old its numbers are, and how often statements had to make room; nulls before 1.9.</summary>
    public static string EvictionsOf(Version version) => version >= new Version(1, 9)
        ? Sql.Of("Database/StatementEvictions.sql")
        : "SELECT NULL::timestamptz, NULL::bigint";

    /// <summary>That of several statements which is for a version.</summary>
    public static string For(Version version, string v7, string v8, string v9, string v11) => version switch
    {
        _ when version >= new Version(1, 11) => v11,
        _ when version >= new Version(1, 9) => v9,
        _ when version >= new Version(1, 8) => v8,
        _ => v7,
    };

    /// <summary>Null where the role may not see a text.</summary>
    public static string? Visible(string? text) => text == HiddenText ? null : text;

    /// <summary>Works with its schema as search path.</summary>
    /// <exception cref="XmrtException">StatementsNotInstalled, StatementsNotLoaded, PermissionDenied.</exception>
    public static async Task<T> UseAsync<T>(
        DatabaseTransaction transaction,
        XmrtConnection connection,
        Func<Version, Task<T>> work,
        CancellationToken cancellation)
    {
        ServerCapabilities.Extension extension = await connection.Database.Capabilities
            .ExtensionAsync(transaction, Name, cancellation)
            ?? throw Errors.StatementsNotInstalled(transaction.Target);
        transaction.UseSchema(extension.Schema);
        try
        {
            return await work(extension.Version);
        }
        catch (DbException notLoaded) when (notLoaded.SqlState == "55000")
        {
            throw Errors.StatementsNotLoaded(transaction.Target, notLoaded);
        }
        catch (DbException absent) when (absent.SqlState is "42883" or "42P01")
        {
            // Or it was dropped or moved since it was looked up: the next call looks again.
            connection.Database.Capabilities.Forget(Name);
            throw Errors.PermissionDenied(
                transaction.Target,
                $"role {connection.Role} may not use schema {extension.Schema}, where {Name} is",
                absent);
        }
    }
}
