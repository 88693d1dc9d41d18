namespace XmrtOps.Rollback;

/// <summary>What is rolled back.</summary>
public enum RollbackTarget
{
    /// <summary>What the production domains lead to, at Vercel.</summary>
    Frontend,

    /// <summary>Edge functions of a Supabase project.</summary>
    Function,

    /// <summary>Migrations of a database.</summary>
    Database,
}
