using XmrtOps.Database.Plans;

namespace XmrtOps.Rollback.Migrations;

/// <summary>
/// Tells which semicolon ends a statement: not those in brackets (a rule with several actions), and not those in BEGIN
/// ATOMIC … END, where CASE … END may nest.
/// </summary>
internal sealed class StatementEnd
{
    private int _brackets;
    private int _blocks;
    private bool _wasBegin;

    public bool IsReachedBy(SqlToken token)
    {
        if (!token.IsSignificant)
        {
            return false;
        }

        if (token.Is(';') && _brackets == 0 && _blocks == 0)
        {
            return true;
        }

        Count(token);
        _wasBegin = token.Is("begin");
        return false;
    }

    private void Count(SqlToken token)
    {
        if (token.Is('('))
        {
            _brackets++;
        }
        else if (token.Is(')'))
        {
            _brackets = Math.Max(0, _brackets - 1);
        }
        else if ((_wasBegin && token.Is("atomic")) || (_blocks > 0 && token.Is("case")))
        {
            _blocks++;
        }
        else if (_blocks > 0 && token.Is("end"))
        {
            _blocks--;
        }
    }
}
