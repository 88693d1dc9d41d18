namespace XmrtOps.Faults;

/// <summary>
/// A condition that a user can be told about: what went wrong, and what to do. Made by <see cref="Errors"/> only.
/// </summary>
public sealed class XmrtException : Exception
{
    internal XmrtException(
        string errorId,
        ErrorKind kind,
        string message,
        string remedy,
        object? target = null,
        Exception? cause = null)
        : base(message, cause)
    {
        ErrorId = errorId;
        Kind = kind;
        Remedy = remedy;
        Target = target;
    }

    /// <summary>Stable name of the condition, the first part of an error record's FullyQualifiedErrorId.</summary>
    public string ErrorId { get; }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; }

    /// <summary>What the platform answered, where the condition is about one of its answers.</summary>
    public PlatformFault? Platform { get; internal init; }

    internal ErrorKind Kind { get; }

    /// <summary>The user's object that the condition is about.</summary>
    internal object? Target { get; }

    /// <summary>The same condition, when more has been found out about it.</summary>
    internal XmrtException With(string more, string remedy) =>
        new(ErrorId, Kind, $"{Message} {more}", remedy, Target, InnerException) { Platform = Platform };

    /// <summary>The same condition, of work in steps that had come some way: with what was done until then.</summary>
    /// <param name="account">What was done, as a clause.</param>
    internal XmrtException After(string account) => new(
        ErrorId,
        Kind,
        $"It ended early: {account}. The step after that failed: {Message}",
        "The same command goes on where this one stopped. " + Remedy,
        Target,
        this)
    {
        Platform = Platform,
    };
}
