using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace XmrtOps.Module;

/// <summary>Completes the names of time zones.</summary>
public sealed class TimeZoneCompleter : IArgumentCompleter
{
    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        Completion.Of(wordToComplete, TimeZoneInfo.GetSystemTimeZones().Select(zone => (zone.Id, zone.DisplayName)));
}
