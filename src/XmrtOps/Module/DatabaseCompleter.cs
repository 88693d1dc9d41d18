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
    // Whoever presses Tab would rather type on than wait for a database in trouble.
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
        if (ConnectionOf(fakeBoundParameters["Connection"]) is not { } connection)
        {
            return [];
        }

        return Completion.Of(wordToComplete, Ask(connection, commandName, Completion.Unquoted(wordToComplete)));
    }

    private static XmrtConnection? ConnectionOf(object? given)
    {
        object? plain = given is PSObject wrapped ? wrapped.BaseObject : given;
        return plain switch
        {
            null => Session.OfRunspace.Current,
            XmrtConnection connection => connection,
            _ => Session.OfRunspace.Find(plain.ToString() ?? ""),
        };
    }

    private List<(string Text, string ToolTip)> Ask(XmrtConnection connection, string command, string start)
    {
        using CancellationTokenSource patience = new(s_patience);
        Task<List<(string, string)>> asking = Task.Run(
            () => connection.Database.ReadAsync(
                Limits.Read,
                new Silence(command),
                async transaction =>
                {
                    if (Extension is not null)
                    {
                        ServerCapabilities.Extension? extension = await connection.Database.Capabilities
                            .ExtensionAsync(transaction, Extension, patience.Token);
                        transaction.UseSchema(extension?.Schema ?? "public");
                    }

                    return await transaction.QueryAsync(
                        Sql.Of(statement), [start], row => (row.GetString(0), row.GetString(1)), patience.Token);
                },
                patience.Token),
            CancellationToken.None);
        try
        {
#pragma warning disable VSTHRD002 // Completers are called synchronously, by design of the engine.
            return asking.WaitAsync(s_patience + s_patience).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        }
#pragma warning disable CA1031 // A key press is no occasion for an error.
        catch (Exception)
        {
            return [];
        }
#pragma warning restore CA1031
    }
}
