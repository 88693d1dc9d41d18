namespace XmrtOps.Shell;

/// <summary>What the process tells its caller; a script's own `exit n` is passed through.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;

    // What a Unix shell reports of a process that a signal has ended: 128 and the signal's number.
    public const int HungUp = 129;
    public const int Interrupted = 130;
    public const int Terminated = 143;
}
