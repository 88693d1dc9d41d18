namespace XmrtOps.Authentication;

/// <summary>A place that holds keys, addresses and secrets.</summary>
public enum EnvironmentHolder
{
    /// <summary>The Supabase project itself.</summary>
    Project,

    /// <summary>The secrets of the edge functions.</summary>
    Functions,

    /// <summary>The variables of the frontend at Vercel, of production.</summary>
    Frontend,
}
