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
        IDictionary fakeBoundParameters)
    {
        try
        {
            using CancellationTokenSource patience = new(s_patience);
#pragma warning disable VSTHRD002 // Completers are called synchronously, by design of the engine.
            IReadOnlyList<QueryBaseline> all = Task.Run(() => BaselineStore.Default.ListAsync(patience.Token), CancellationToken.None)
                .WaitAsync(s_patience).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
            return Completion.Of(wordToComplete, all
                .DistinctBy(baseline => baseline.Name, StringComparer.OrdinalIgnoreCase)
                .Select(baseline => (baseline.Name, Describe(baseline))));
        }
#pragma warning disable CA1031 // A key press is no occasion for an error.
        catch (Exception)
        {
            return [];
        }
#pragma warning restore CA1031
    }

    private static string Describe(QueryBaseline baseline) => string.Create(
        CultureInfo.CurrentCulture,
        $"{baseline.Connection}, {baseline.TakenAt:g}, {baseline.Statements:N0} statements");
}
