using System.Management.Automation;

namespace XmrtOps.Module;

/// <summary>Reads times and ages the same way for every parameter.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TimeTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        TimeArgument.From(inputData is PSObject wrapped ? wrapped.BaseObject : inputData);
}
