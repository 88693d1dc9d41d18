using System.Data.Common;
using XmrtOps.Data;
using XmrtOps.Faults;

namespace XmrtOps.Authentication;

/// <summary>Runs something within a transaction and takes it back, settings and role included, whatever comes of it.</summary>
internal static class Undone
{
    public static async Task<Attempt<T>> RunAsync<T>(
        DatabaseTransaction transaction, Func<Task<T>> work, CancellationToken cancellation)
    {
        await RunAsync(transaction, "SAVEPOINT xmrt_trial", cancellation);
        Attempt<T> attempt;
        try
        {
            attempt = new Attempt<T> { IsDone = true, Value = await work() };
        }
        catch (DbException refused) when (!DatabaseFaults.IsConnectionLoss(refused) && refused.SqlState is not null)
        {
            attempt = new Attempt<T>
            {
                SqlState = refused.SqlState,
                Message = DatabaseFaults.MessageOf(refused),
                Routine = refused.Data["Routine"] as string,
            };
        }
        catch (XmrtException fault)
        {
            attempt = new Attempt<T> { Fault = fault };
        }

        await RunAsync(transaction, "ROLLBACK TO SAVEPOINT xmrt_trial", cancellation);
        return attempt;
    }

    private static Task RunAsync(DatabaseTransaction transaction, string sql, CancellationToken cancellation) =>
        transaction.RunAsync([(sql, [])], static (_, _) => Task.CompletedTask, cancellation);
}
