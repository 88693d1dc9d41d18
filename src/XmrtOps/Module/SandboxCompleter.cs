using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using XmrtOps.Sandboxes;

namespace XmrtOps.Module;

/// <summary>Completes the names of sandboxes.</summary>
public sealed class SandboxCompleter : IArgumentCompleter
{
    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        Completion.Of(wordToComplete, SandboxWork.List().Select(s => (s.Name, $"{s.State} {s.Url}")));
}
