using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Notices;
using XmrtOps.Rollback.Databases;
using XmrtOps.Rollback.EdgeFunctions;
using XmrtOps.Rollback.Frontends;

namespace XmrtOps.Rollback;

/// <summary>Makes plans: each target has a planner and an executor of its own, and they are named here and nowhere else.</summary>
internal static class RollbackPlanner
{
    /// <exception cref="XmrtException">Those of the target, where no plan can be made. What speaks against it is in the plan.</exception>
    public static async Task<RollbackPlan> PlanAsync(
        XmrtConnection connection, RollbackRequest request, INotices notices, CancellationToken cancellation) => request switch
        {
            FrontendRollbackRequest frontend => await FrontendRollbackPlanner.PlanAsync(connection, frontend, notices, cancellation),
            DatabaseRollbackRequest database => await DatabaseRollbackPlanner.PlanAsync(connection, database, notices, cancellation),
            FunctionRollbackRequest function => await FunctionRollbackPlanner.PlanAsync(connection, function, notices, cancellation),
            _ => throw new ArgumentOutOfRangeException(nameof(request)),
        };

    /// <summary>Plans to take a rollback back.</summary>
    /// <exception cref="XmrtException">Those of the target.</exception>
    public static async Task<RollbackPlan> UndoAsync(
        XmrtConnection connection, JournaledRollback done, INotices notices, CancellationToken cancellation) => done.Target switch
        {
            RollbackTarget.Frontend => await FrontendRollbackPlanner.UndoAsync(connection, done, notices, cancellation),
            RollbackTarget.Database => await DatabaseRollbackUndo.PlanAsync(connection, done, notices, cancellation),
            RollbackTarget.Function => await FunctionRollbackPlanner.UndoAsync(connection, done, notices, cancellation),
            _ => throw new ArgumentOutOfRangeException(nameof(done)),
        };

    /// <summary>What carries a plan out.</summary>
    public static RollbackExecutor ExecutorOf(RollbackPlan plan, XmrtConnection connection, INotices notices) => plan switch
    {
        FrontendRollbackPlan frontend => new FrontendRollbackExecutor(connection, frontend, notices),
        DatabaseRollbackPlan database => new DatabaseRollbackExecutor(connection, database, notices),
        FunctionRollbackPlan function => new FunctionRollbackExecutor(connection, function, notices),
        _ => throw new ArgumentOutOfRangeException(nameof(plan)),
    };

    /// <summary>Identifier of the system that a connection leads to, to find its rollbacks in the journal by; null where it leads to
    /// none of that kind.</summary>
    /// <exception cref="XmrtException">Those of the platforms.</exception>
    public static async Task<string?> SystemIdAsync(
        XmrtConnection connection, RollbackTarget target, INotices notices, CancellationToken cancellation) => target switch
        {
            RollbackTarget.Frontend when connection.HasVercel => (await connection.Vercel.GetProjectAsync(notices, cancellation)).Id,
            RollbackTarget.Function when connection.HasSupabase => connection.ProjectRef,
            RollbackTarget.Database when connection.HasDatabase => connection.Target,
            _ => null,
        };

    /// <summary>The system that is changed, as questions and the journal name it.</summary>
    public static string SystemOf(XmrtConnection connection, RollbackTarget target) => target switch
    {
        RollbackTarget.Frontend => $"Vercel project {connection.VercelProject}",
        RollbackTarget.Function => $"Supabase project {connection.ProjectRef ?? connection.SupabaseUrl?.Host}",
        _ => connection.Target,
    };
}
