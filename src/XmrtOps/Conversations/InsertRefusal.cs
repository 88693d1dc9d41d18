using XmrtOps.Findings;

namespace XmrtOps.Conversations;

/// <summary>Tells apart why PostgreSQL refused a row.</summary>
internal static class InsertRefusal
{
    public static Finding Explain(InsertOutcome outcome, TableState? state)
    {
        InsertAttempt attempt = outcome.Attempt;
        string said = (outcome.Message ?? "").TrimEnd('.');
        return outcome.SqlState switch
        {
            "42501" => Denied(outcome, state, said),
            "25006" => New("ReadOnly", "the server takes no changes of new sessions: it is in read-only mode", "See the result Writable."),
            "55P03" => New("Locked", "another session holds a lock that an insert waits for: tried for 50 ms", "Get-XmrtLock") with
            {
                Severity = Severity.Warning,
            },
            "57014" => New("TooSlow", "the insert took too long and was given up", "Get-XmrtActivity, and look at the triggers.") with
            {
                Severity = Severity.Warning,
            },
            "42P01" when outcome.Function is null => PolicyTest.Missing(attempt.Table),
            "42703" when outcome.Function is null =>
                New("ColumnMissing", $"a column that the application writes is missing: {said}", PolicyTest.Missing(attempt.Table).Remedy!),
            _ when outcome.Function is { } function => New(
                "TriggerFails",
                $"the trigger function {function} refuses it: {said} ({outcome.SqlState})",
                $"SELECT pg_get_functiondef('{function.Replace("'", "''", StringComparison.Ordinal)}'::regproc);"),
            "22P02" when attempt.HasUnfitSubject => New(
                "PolicyFails",
                "a policy fails, because it reads the token's sub as a UUID, and it is none",
                "Sign in by Supabase's own tokens, or let the policy compare texts: auth.jwt() ->> 'sub'."),
            "22P02" => New("InvalidFormat", $"a value is not of its column's form: {said}", "Look at the identifiers: a UUID is 8-4-4-4-12 hexadecimal digits."),
            "23502" => New(
                "ValueMissing",
                $"the column {outcome.Column ?? "?"} needs a value, and there is none",
                $"Let the application write it, or give it a default: ALTER TABLE public.{attempt.Table} ALTER COLUMN {outcome.Column} SET DEFAULT …;"),
            "23503" => New(
                "ReferenceMissing",
                $"what the row refers to does not exist ({outcome.Constraint ?? said})",
                attempt.Table == ConversationAccess.Messages ? "Make the session first: Get-XmrtConversation -Id <session_id> shows whether it is there."
                    : "Make first what it refers to, or see where the application takes that value from."),
            "23505" => Taken(outcome, said),
            "23514" => New(
                "CheckFails",
                $"the check {outcome.Constraint ?? said} refuses it",
                outcome.Constraint is { } check
                    ? $"SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = '{check.Replace("'", "''", StringComparison.Ordinal)}';"
                    : $"\\d public.{attempt.Table} in psql shows the table's checks."),
            { } other when other.StartsWith("22", StringComparison.Ordinal) =>
                New("InvalidFormat", $"a value does not fit its column: {said} ({other})", $"See what the application writes there; \\d public.{attempt.Table} in psql shows the columns."),
            _ => New("InsertFails", $"{said} ({outcome.SqlState})", "Get-XmrtLog -Source Database -Level Error"),
        };
    }

    private static Finding Denied(InsertOutcome outcome, TableState? state, string said)
    {
        InsertAttempt attempt = outcome.Attempt;
        InsertAccess access = state?.AccessOf(attempt.Role) ?? InsertAccess.Bypasses;
        (string? remedy, string? undo) = AccessRemedy.Of(access, attempt.Table, attempt.Role);
        if (outcome.Function is { } function)
        {
            return New(
                "TriggerDenied",
                $"the trigger function {function} may not do what it does as {attempt.Role}: {said}",
                "Let it run as its owner (SECURITY DEFINER with a fixed search_path), or grant what it needs.");
        }

        if (access is InsertAccess.NoSchema or InsertAccess.NoGrant)
        {
            return New(
                access == InsertAccess.NoSchema ? "MissingSchemaUsage" : "MissingGrant",
                $"a privilege is missing, not a policy: {attempt.Role} {PolicyTest.Words(state!, attempt.Role)}",
                remedy) with
            {
                Undo = undo,
            };
        }

        if (outcome.IsOfRowSecurity && state is not null)
        {
            string[] policies = [.. state.PoliciesOf(attempt.Role).Select(policy => $"\"{policy.Name}\" wants {policy.InsertCheck}")];
            return New(
                policies.Length > 0 ? "RefusedByPolicy" : state.Policies.Count == 0 ? "RlsWithoutPolicy" : "NoInsertPolicy",
                policies.Length > 0
                    ? $"row level security refuses it: {string.Join("; ", policies)}"
                    : $"row level security is on, and no policy lets {attempt.Role} insert",
                remedy) with
            {
                Undo = undo,
            };
        }

        return New("PermissionDenied", $"{said} (42501)", "Grant what the message names: for a sequence, GRANT USAGE ON SEQUENCE … TO the role.");
    }

    private static Finding Taken(InsertOutcome outcome, string said) =>
        outcome.Attempt.Table == ConversationAccess.Sessions && outcome.Attempt.Row.GetValueOrDefault("session_key") is string key
            ? New(
                "SessionKeyTaken",
                "the key is taken by a session that is not marked active, so that the application neither finds it nor can make "
                    + $"another one ({outcome.Constraint ?? said})",
                SessionTest.Reactivate(key))
            : New("Duplicate", $"there is such a row already ({outcome.Constraint ?? said})", "See why the application writes it twice, or let it write with ON CONFLICT.");

    private static Finding New(string code, string reason, string? remedy) =>
        new() { Code = code, Severity = Severity.Critical, Reason = reason, Remedy = remedy };
}
