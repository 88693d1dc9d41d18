using XmrtOps.Data;

namespace XmrtOps.Conversations;

/// <summary>What lets a role insert: statements to paste, with what takes them back.</summary>
internal static class AccessRemedy
{
    public static (string? Remedy, string? Undo) Of(InsertAccess access, string table, string role)
    {
        string quoted = DatabaseTransaction.QuoteIdentifier(role);
        return access switch
        {
            InsertAccess.NoSchema => ($"GRANT USAGE ON SCHEMA public TO {quoted};", $"REVOKE USAGE ON SCHEMA public FROM {quoted};"),
            InsertAccess.NoGrant => ($"GRANT INSERT ON public.{table} TO {quoted};", $"REVOKE INSERT ON public.{table} FROM {quoted};"),
            InsertAccess.NoPolicy or InsertAccess.Conditional => Policy(table, role, quoted),
            _ => (null, null),
        };
    }

    private static (string? Remedy, string? Undo) Policy(string table, string role, string quoted)
    {
        if (role == ConversationTestRequest.Service)
        {
            // So the platform makes it; what took that away is to be found.
            return ($"ALTER ROLE {quoted} BYPASSRLS;", $"ALTER ROLE {quoted} NOBYPASSRLS;");
        }

        string name = DatabaseTransaction.QuoteIdentifier($"{role} inserts its own");
        return table == ConversationAccess.Memories
            ? ($"CREATE POLICY {name} ON public.{table} FOR INSERT TO {quoted} WITH CHECK (user_id = (SELECT auth.uid())::text);",
                $"DROP POLICY {name} ON public.{table};")
            : ("Let the edge function write, with its service key: no column of the table says whose the row is, so that a policy "
                + "could only let everybody write.", null);
    }
}
