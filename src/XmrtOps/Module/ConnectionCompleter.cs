using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using XmrtOps.Connections;

namespace XmrtOps.Module;

/// <summary>Completes the names of open connections.</summary>
public sealed class ConnectionCompleter : IArgumentCompleter
{
    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        Completion.Of(wordToComplete, Session.OfRunspace.Open.Select(c => (c.Name, c.Target)));
}
