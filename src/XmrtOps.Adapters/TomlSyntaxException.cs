namespace XmrtOps.Adapters;

/// <summary>A text that is no TOML.</summary>
public sealed class TomlSyntaxException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="line">Where it is wrong, from 1; null where that is not known.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="cause">What the parser threw.</param>
    public TomlSyntaxException(int? line, string message, Exception cause)
        : base(message, cause) => Line = line;

    /// <summary>The line that is wrong, from 1; null where that is not known.</summary>
    public int? Line { get; }
}
