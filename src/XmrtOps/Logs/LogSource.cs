namespace XmrtOps.Logs;

/// <summary>Which part of the system a log is of.</summary>
public enum LogSource
{
    /// <summary>Requests to the frontend and what its functions wrote: Vercel's log.</summary>
    Frontend,

    /// <summary>Calls of edge functions, and what the functions wrote.</summary>
    Function,

    /// <summary>PostgreSQL's log.</summary>
    Database,

    /// <summary>Supabase Auth: sign-ins and tokens.</summary>
    Auth,

    /// <summary>Requests to the project's REST, Auth and storage addresses.</summary>
    Api,
}
