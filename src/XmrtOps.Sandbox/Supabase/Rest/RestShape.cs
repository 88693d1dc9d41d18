namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>How rows become the body of an answer.</summary>
internal enum RestShape
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>A list of objects.</summary>
    Rows,

    /// <summary>One object.</summary>
    Row,

    /// <summary>A list of values.</summary>
    Values,

    /// <summary>One value.</summary>
    Value,
}
