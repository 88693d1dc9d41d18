namespace XmrtOps.Shell.Hosting;

/// <summary>Where text for people goes that commands send to the host.</summary>
internal enum HostText
{
    /// <summary>To standard output, in order with the objects shown there.</summary>
    ToOutput,

    /// <summary>To standard error, since standard output is for a program to read.</summary>
    ToError,

    /// <summary>To standard error if a person reads it, else nowhere: it is about the run, not of the script.</summary>
    ToErrorTerminal,
}
