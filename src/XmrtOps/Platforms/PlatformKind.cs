namespace XmrtOps.Platforms;

/// <summary>Whose platform it is.</summary>
internal enum PlatformKind
{
    Vercel,
    Supabase,
}
