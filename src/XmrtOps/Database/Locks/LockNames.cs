using System.Globalization;

namespace XmrtOps.Database.Locks;

/// <summary>What a lock is on, in words.</summary>
internal static class LockNames
{
    /// <param name="wanted">The lock that is waited for.</param>
    /// <param name="row">The lock on a row that the waiter holds already: who waits for a transaction to end, waits for that
    /// row; or null.</param>
    public static string Of(LockRow wanted, LockRow? row) => wanted.LockType switch
    {
        "relation" => Relation(wanted),
        "extend" => $"extension of {Relation(wanted)}",
        "page" => $"page {Number(wanted.Page)} of {Relation(wanted)}",
        "tuple" => Row(wanted),
        "transactionid" => row is null
            ? $"transaction {wanted.TransactionId}"
            : $"{Row(row)}, changed by transaction {wanted.TransactionId}",
        "virtualxid" => $"transaction {wanted.VirtualTransaction} (virtual)",
        "advisory" => Advisory(wanted),
        "object" => $"object {Number(wanted.ObjectId)} of {wanted.Class ?? Number(wanted.ClassId)}{Elsewhere(wanted)}",
        _ => wanted.LockType,
    };

    private static string Row(LockRow row) => $"row ({Number(row.Page)},{Number(row.Tuple)}) of {Relation(row)}";

    private static string Relation(LockRow row) => row.Relation?.ToString() ?? $"relation {Number(row.RelationId)}{Elsewhere(row)}";

    // As they are given to pg_advisory_lock: one bigint, or two integers, which the view shows without their signs.
    private static string Advisory(LockRow row)
    {
        int high = unchecked((int)row.ClassId);
        int low = unchecked((int)row.ObjectId);
        string keys = row.ObjectSubId == 2
            ? string.Create(CultureInfo.InvariantCulture, $"{high}, {low}")
            : string.Create(CultureInfo.InvariantCulture, $"{((long)high << 32) | (uint)low}");
        return $"advisory lock ({keys}){Elsewhere(row)}";
    }

    private static string Elsewhere(LockRow row) => row.IsHere ? "" : $" in database {row.Database}";

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "?";
}
