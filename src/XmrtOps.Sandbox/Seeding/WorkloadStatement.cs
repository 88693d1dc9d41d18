namespace XmrtOps.Sandbox.Seeding;

/// <summary>One statement of the application, and how often it is called.</summary>
/// <param name="Role">Role that PostgREST would switch to.</param>
/// <param name="Calls">Number of calls.</param>
/// <param name="Sql">Text with positional parameters.</param>
/// <param name="Arguments">Values of the parameters for a call.</param>
internal sealed record WorkloadStatement(string Role, int Calls, string Sql, Func<int, object[]> Arguments);
