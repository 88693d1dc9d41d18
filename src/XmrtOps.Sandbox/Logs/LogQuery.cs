namespace XmrtOps.Sandbox.Logs;

/// <summary>A log query as PostgreSQL is asked it.</summary>
/// <param name="Sql">One SELECT.</param>
/// <param name="Columns">The columns of its result, in order.</param>
/// <param name="Parameters">Its values.</param>
internal sealed record LogQuery(string Sql, IReadOnlyList<LogSqlColumn> Columns, LogSqlParameters Parameters);
