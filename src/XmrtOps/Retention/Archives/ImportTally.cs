using System.Data.Common;

namespace XmrtOps.Retention.Archives;

/// <summary>The account of one table's rows while they are put back, or looked at.</summary>
internal sealed class ImportTally(ImportTable table)
{
    private readonly List<string> _keys = [];

    private long _present;
    private long _inserted;
    private long _orphans;
    private bool _isRepeated;

    /// <summary>Rows that were put back.</summary>
    public long Inserted => _inserted;

    /// <summary>Rows of the last pass that refer to what is not there.</summary>
    public long Orphans => _orphans;

    /// <summary>Another pass over the rows begins: those that were put back by the one before are there now.</summary>
    public void Repeat()
    {
        (_isRepeated, _orphans) = (true, 0);
        _keys.Clear();
    }

    /// <summary>Takes the one row that a statement of <see cref="ImportStatement"/> returns.</summary>
    public void Add(DbDataReader row)
    {
        _present += _isRepeated ? 0 : row.GetInt64(0);
        _inserted += row.GetInt64(1);
        _orphans += row.GetInt64(2);
        _keys.AddRange(row.GetFieldValue<string[]>(3).Take(ImportThresholds.SampleKeys - _keys.Count));
    }

    public ArchiveImportTable ToRecord() => new()
    {
        Table = RetentionCascade.Shown(table.Table),
        Rows = table.Archived.Rows,
        Inserted = _inserted,
        AlreadyPresent = _present,
        WithoutParent = _orphans,
        // Whatever kept them out: a key that looks free may be taken by a partial index, or by an expression.
        Conflicts = table.Archived.Rows - _inserted - _present - _orphans,
        ConflictKeys = [.. _keys],
    };
}
