using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using XmrtOps.Sandboxes;

namespace XmrtOps.Module;

/// <summary>Completes the names of scenarios.</summary>
public sealed class ScenarioCompleter : IArgumentCompleter
{
    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) => Completion.Of(wordToComplete, ScenarioWork.Names);
}
