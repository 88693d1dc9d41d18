namespace XmrtOps.Retention;

/// <summary>By what a conversation session is judged to be inactive.</summary>
public enum ActivitySource
{
    /// <summary>Neither the row was updated nor a message written since: what really happened last.</summary>
    LastMessage,

    /// <summary>The runbook's criterion: is_active is false, and the row was not updated since. New messages do not
    /// count, and hardly any session is ever marked inactive.</summary>
    UpdatedAt,
}
