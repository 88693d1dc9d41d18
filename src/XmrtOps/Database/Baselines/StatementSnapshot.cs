namespace XmrtOps.Database.Baselines;

/// <summary>What pg_stat_statements had counted at a moment, of one database: a saved baseline, or now.</summary>
/// <param name="Baseline">Whose numbers they are, and of when.</param>
/// <param name="Entries">The statements, without what XmrtOps asks itself.</param>
internal sealed record StatementSnapshot(QueryBaseline Baseline, IReadOnlyList<StatementEntry> Entries)
{
    /// <summary>How the present is called where a baseline's name is expected.</summary>
    public const string Now = "now";

    private readonly HashSet<string> _rolesWithHidden =
        [.. Entries.Where(entry => entry.IsHidden).Select(RoleOf)];

    /// <summary>Statements of this one's role were hidden here, and it may be among them.</summary>
    public bool MayHide(StatementEntry entry) => _rolesWithHidden.Contains(RoleOf(entry));

    /// <summary>What tells roles apart, also from one server to another; dropped ones by their number.</summary>
    public static string RoleOf(StatementEntry entry) =>
        entry.Role ?? entry.RoleOid.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
