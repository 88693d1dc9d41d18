using System.Management.Automation.Host;

namespace XmrtOps.Testing;

/// <summary>The measures of the console: the views fit their tables to them.</summary>
internal sealed class TestRawUserInterface(int width) : PSHostRawUserInterface
{
    private const int Height = 50;

    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    public override Size BufferSize { get; set; } = new(width, Height);

    public override Size WindowSize { get; set; } = new(width, Height);

    public override Size MaxWindowSize => new(width, Height);

    public override Size MaxPhysicalWindowSize => new(width, Height);

    public override Coordinates CursorPosition { get; set; }

    public override Coordinates WindowPosition { get; set; }

    public override int CursorSize { get; set; } = 25;

    public override string WindowTitle { get; set; } = "XmrtOps.Testing";

    public override bool KeyAvailable => false;

    public override void FlushInputBuffer()
    {
    }

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) =>
        throw new NotSupportedException("The test host has no screen buffer.");

    public override KeyInfo ReadKey(ReadKeyOptions options) => throw new HostException("The script reads a key.");

    public override void ScrollBufferContents(
        Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw new NotSupportedException("The test host has no screen buffer.");

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) =>
        throw new NotSupportedException("The test host has no screen buffer.");

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
        // Clear-Host.
    }
}
