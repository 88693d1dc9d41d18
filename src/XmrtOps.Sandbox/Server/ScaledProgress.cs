namespace XmrtOps.Sandbox.Server;

/// <summary>Shows the progress of a part as its share of the whole.</summary>
internal sealed class ScaledProgress(IProgress<SandboxProgress> whole, int from, int to)
    : IProgress<(string Step, int Percent)>
{
    public void Report((string Step, int Percent) value) =>
        whole.Report(new SandboxProgress(value.Step, from + ((to - from) * Math.Clamp(value.Percent, 0, 100) / 100)));
}
