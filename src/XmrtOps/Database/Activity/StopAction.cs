namespace XmrtOps.Database.Activity;

/// <summary>How a session is stopped.</summary>
public enum StopAction
{
    /// <summary>Its statement is cancelled, and the session goes on (pg_cancel_backend).</summary>
    Cancel,

    /// <summary>The session is ended, and its transaction rolled back (pg_terminate_backend).</summary>
    Terminate,
}
