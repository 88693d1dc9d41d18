namespace XmrtOps.Database.Plans;

/// <summary>Whether a statement has a plan, and if not, whose doing that is.</summary>
public enum PlanState
{
    /// <summary>There is a plan.</summary>
    Planned,

    /// <summary>The server makes no plan of the text: a utility statement, a text that was cut, a type that cannot be
    /// told, a table that is gone. <see cref="QueryPlan.Reason"/> says which.</summary>
    NotPlannable,

    /// <summary>The role may not see the text.</summary>
    Hidden,

    /// <summary>Another session locks a table of the statement, and planning would wait for it.</summary>
    Locked,
}
