namespace XmrtOps.Sandbox.Seeding;

/// <summary>Writes the rows of one unit of a table: mostly one, or all those that belong together.</summary>
internal delegate void RowWriter(CopyBuffer rows, ref SeededRandom random, long unit);
