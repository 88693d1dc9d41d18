using System.Runtime.CompilerServices;

namespace XmrtOps.Sandbox.Seeding;

/// <summary>
/// Writes an interpolated string as a jsonb field straight into the buffer, in the invariant culture.
/// </summary>
[InterpolatedStringHandler]
internal readonly ref struct CopyJsonHandler
{
    private readonly CopyBuffer rows;

    public CopyJsonHandler(int literalLength, int formattedCount, CopyBuffer rows)
    {
        _ = literalLength;
        _ = formattedCount;
        this.rows = rows;
        rows.BeginField();
        rows.Raw([1]);
    }

    public void AppendLiteral(string value) => rows.Append(value);

    public void AppendFormatted(string value) => rows.Append(value);

    public void AppendFormatted<T>(T value)
        where T : IUtf8SpanFormattable => rows.Append(value, default);

    public void AppendFormatted<T>(T value, string format)
        where T : IUtf8SpanFormattable => rows.Append(value, format);
}
