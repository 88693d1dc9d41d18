using System.Collections;
using System.Management.Automation;

namespace XmrtOps.Module;

/// <summary>Reads times and ages the same way for every parameter.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TimeTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>The parameter takes several, as an array.</summary>
    public bool TakesMany { get; set; }

    /// <inheritdoc />
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        TakesMany && (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is IList many
            ? many.Cast<object>().Select(Read).ToArray()
            : TakesMany ? new[] { Read(inputData) } : Read(inputData);

    private static TimeArgument Read(object inputData)
    {
        object? plain = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;

        // To PowerShell a bare 30d is the decimal 30, and 90s a short; the engine keeps what was typed in the wrapper.
        return TimeArgument.From(plain is IConvertible and not string and not DateTime
            ? LanguagePrimitives.ConvertTo<string>(inputData)
            : plain);
    }
}
