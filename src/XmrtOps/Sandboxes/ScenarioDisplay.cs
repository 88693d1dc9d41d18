using System.ComponentModel;
using XmrtOps.Health;

namespace XmrtOps.Sandboxes;

/// <summary>The human form of a scenario, for its view only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ScenarioDisplay
{
    // Where the list's values begin, and one for the edge of the window.
    private const int ValueColumn = 14;

    /// <summary>A text broken between words, so that it fits beside the list's names.</summary>
    /// <param name="text">A text.</param>
    /// <param name="consoleWidth">Columns of the console; 0 where there is none.</param>
    public static string Wrapped(string? text, int consoleWidth) =>
        HealthDisplay.Wrap(text ?? "", Math.Max(consoleWidth > 0 ? consoleWidth : 80, 80) - ValueColumn);
}
