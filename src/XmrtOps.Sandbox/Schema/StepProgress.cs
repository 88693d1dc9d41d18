namespace XmrtOps.Sandbox.Schema;

/// <summary>Hands steps on one at a time, though several connections report them.</summary>
internal sealed class StepProgress(IProgress<(string Step, int Percent)>? progress)
{
    private readonly Lock oneAtATime = new();
    private int reached;

    public void Begin(string step, int percent)
    {
        lock (oneAtATime)
        {
            // A table that ends late must not set the bar back.
            reached = Math.Max(reached, percent);
            progress?.Report((step, reached));
        }
    }
}
