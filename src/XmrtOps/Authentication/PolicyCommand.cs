namespace XmrtOps.Authentication;

/// <summary>What a policy decides about.</summary>
public enum PolicyCommand
{
    /// <summary>Seeing rows.</summary>
    Select,

    /// <summary>Adding rows.</summary>
    Insert,

    /// <summary>Changing rows.</summary>
    Update,

    /// <summary>Removing rows.</summary>
    Delete,
}
