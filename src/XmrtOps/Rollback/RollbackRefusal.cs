using XmrtOps.Faults;

namespace XmrtOps.Rollback;

/// <summary>Why a rollback is not done.</summary>
public sealed record RollbackRefusal
{
    internal RollbackRefusal(XmrtException condition, string? allowedBy = null)
    {
        Condition = condition;
        AllowedBy = allowedBy;
    }

    /// <summary>Name of the condition, as the error has it.</summary>
    public string ErrorId => Condition.ErrorId;

    /// <summary>Why, for a person.</summary>
    public string Reason => Condition.Message;

    /// <summary>What to do.</summary>
    public string Remedy => Condition.Remedy;

    /// <summary>The switch that allows it all the same, without its hyphen; null where nothing does.</summary>
    public string? AllowedBy { get; }

    internal XmrtException Condition { get; }

    /// <summary>The condition's name.</summary>
    public override string ToString() => ErrorId;
}
