namespace XmrtOps.Conversations;

/// <summary>What inserting a row sets off beyond the row.</summary>
/// <param name="Kind">How far a rollback takes it back.</param>
/// <param name="Trigger">The trigger or rule that it begins with.</param>
/// <param name="What">For a person, as the end of "trigger x …".</param>
internal sealed record TriggerEffect(TriggerEffectKind Kind, string Trigger, string What);
