namespace XmrtOps.Sandbox.Scenarios;

/// <summary>What a browser gets.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The text.</param>
internal sealed record SiteAnswer(int Status, string Body)
{
    /// <summary>It is what was asked for.</summary>
    public bool IsGood => Status is >= 200 and < 300;
}
