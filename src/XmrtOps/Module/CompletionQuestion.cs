using System.Management.Automation;
using XmrtOps.Connections;

namespace XmrtOps.Module;

/// <summary>What a completer asks of a system: the one place where a key press waits for a task.</summary>
internal static class CompletionQuestion
{
    /// <summary>The connection that -Connection names, or the current one; null where there is none.</summary>
    public static XmrtConnection? ConnectionOf(object? given)
    {
        object? plain = given is PSObject wrapped ? wrapped.BaseObject : given;
        return plain switch
        {
            null => Session.OfRunspace.Current,
            XmrtConnection connection => connection,
            _ => Session.OfRunspace.Find(plain.ToString() ?? ""),
        };
    }

    /// <summary>The answer; none where it does not come, whatever the reason.</summary>
    /// <param name="patience">After it the question is cancelled: who presses Tab would rather type on than wait for a system in
    /// trouble. What does not heed that is left alone after the same time again.</param>
    /// <param name="ask">The question.</param>
    public static IReadOnlyList<(string Text, string ToolTip)> Ask(
        TimeSpan patience, Func<CancellationToken, Task<List<(string Text, string ToolTip)>>> ask)
    {
        using CancellationTokenSource deadline = new(patience);
        CancellationToken cancellation = deadline.Token;
        Task<List<(string, string)>> asking = Task.Run(() => ask(cancellation), CancellationToken.None);
        try
        {
#pragma warning disable VSTHRD002 // Completers are called synchronously, by design of the engine.
            return asking.WaitAsync(patience + patience).GetAwaiter().GetResult();
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
