using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Notices;

namespace XmrtOps.Module;

/// <summary>Completes with what is in the database of -Connection, or of the current connection.</summary>
/// <param name="statement">Path of the .sql file: $1 is how the word begins, and it returns texts with tool tips.</param>
public abstract class DatabaseCompleter(string statement) : IArgumentCompleter
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>The extension that the statement needs, or null.</summary>
    private protected virtual string? Extension => null;

    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        if (CompletionQuestion.ConnectionOf(fakeBoundParameters["Connection"]) is not { } connection)
        {
            return [];
        }

        string start = Completion.Unquoted(wordToComplete);
        return Completion.Of(wordToComplete, CompletionQuestion.Ask(s_patience, cancellation => connection.Database.ReadAsync(
            Limits.Read,
            new Silence(commandName),
            async transaction =>
            {
                if (Extension is not null)
                {
                    ServerCapabilities.Extension? extension = await connection.Database.Capabilities
                        .ExtensionAsync(transaction, Extension, cancellation);
                    transaction.UseSchema(extension?.Schema ?? "public");
                }

                return await transaction.QueryAsync(
                    Sql.Of(statement), [start], row => (row.GetString(0), row.GetString(1)), cancellation);
            },
            cancellation)));
    }
}
