namespace XmrtOps.Sandbox.Schema;

/// <summary>When a schema file runs: the first digit of its number.</summary>
internal enum SchemaStage
{
    /// <summary>Roles, and the schemas of the platform.</summary>
    Platform = 0,

    /// <summary>The XMRT tables, as bare heaps.</summary>
    Tables = 1,

    /// <summary>Functions that the application calls.</summary>
    Functions = 2,

    /// <summary>Keys and indexes; the files of this stage touch no common table and run side by side.</summary>
    Indexes = 3,

    /// <summary>Foreign keys, policies, triggers and views, one after the other.</summary>
    Rules = 4,
}
