namespace XmrtOps.Notices;

/// <summary>What work below the cmdlets may say while it runs. Thread-safe, and knows nothing of PowerShell.</summary>
internal interface INotices
{
    /// <summary>The command on whose behalf the work runs, such as <c>Get-XmrtSlowQuery</c>.</summary>
    string Command { get; }

    /// <summary>Something that the reader of the result has to know to trust it.</summary>
    void Warn(string message);

    /// <summary>What is sent where; never a secret and never a value of a row.</summary>
    void Verbose(string message);

    /// <summary>Something to know that is no warning, such as how much of a list is shown.</summary>
    void Inform(string message);

    /// <summary>How many records there are in all, when a page of them is returned.</summary>
    void Total(long count);

    /// <summary>How far the work is.</summary>
    void Progress(ProgressNotice progress);
}
