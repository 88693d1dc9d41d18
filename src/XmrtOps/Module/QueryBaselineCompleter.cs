using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using XmrtOps.Database.Baselines;

namespace XmrtOps.Module;

/// <summary>Completes the names of query baselines, newest first.</summary>
public sealed class QueryBaselineCompleter : IArgumentCompleter
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        Completion.Of(wordToComplete, CompletionQuestion.Ask(s_patience, ListAsync));

    private static async Task<List<(string Text, string ToolTip)>> ListAsync(CancellationToken cancellation) =>
    [
        .. (await BaselineStore.Default.ListAsync(cancellation))
            .DistinctBy(baseline => baseline.Name, StringComparer.OrdinalIgnoreCase)
            .Select(baseline => (baseline.Name, Describe(baseline))),
    ];

    private static string Describe(QueryBaseline baseline) => string.Create(
        CultureInfo.CurrentCulture,
        $"{baseline.Connection}, {baseline.TakenAt:g}, {baseline.Statements:N0} statements");
}
