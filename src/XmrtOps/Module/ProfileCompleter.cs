using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using XmrtOps.Connections;
using XmrtOps.Faults;

namespace XmrtOps.Module;

/// <summary>Completes the names of profiles.</summary>
public sealed class ProfileCompleter : IArgumentCompleter
{
    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        try
        {
            return Completion.Of(
                wordToComplete,
                ProfileStore.Default.List().Select(p => (p.Name, State.SecretText.MaskIn(p.DatabaseUrl ?? p.ProjectRef ?? ""))));
        }
        catch (XmrtException)
        {
            // While somebody types is no time to say that a file is damaged: the command will.
            return [];
        }
    }
}
