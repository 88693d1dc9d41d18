using System.Management.Automation.Host;
using XmrtOps.Shell.Output;

namespace XmrtOps.Shell.Hosting;

/// <summary>The size of the page that objects are laid out for. There is no screen buffer to draw on.</summary>
internal sealed class ShellRawUserInterface(Terminal terminal) : PSHostRawUserInterface
{
    private const int LinesOfPage = 50;

    public override Size BufferSize
    {
        get => new(terminal.Width, LinesOfPage);
        set => throw NoScreen();
    }

    public override Size WindowSize
    {
        get => BufferSize;
        set => throw NoScreen();
    }

    public override Size MaxWindowSize => BufferSize;

    public override Size MaxPhysicalWindowSize => BufferSize;

    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    public override Coordinates CursorPosition
    {
        get => default;
        set => throw NoScreen();
    }

    public override Coordinates WindowPosition
    {
        get => default;
        set => throw NoScreen();
    }

    public override int CursorSize
    {
        get => 25;
        set => throw NoScreen();
    }

    public override string WindowTitle { get; set; } = "xmrtops";

    public override bool KeyAvailable => false;

    public override KeyInfo ReadKey(ReadKeyOptions options) => throw NoScreen();

    public override void FlushInputBuffer()
    {
        // Nothing is read ahead.
    }

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw NoScreen();

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw NoScreen();

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw NoScreen();

    public override void ScrollBufferContents(
        Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) => throw NoScreen();

    private static NotSupportedException NoScreen() =>
        new("xmrtops writes lines and has no screen to move on; pwsh has.");
}
