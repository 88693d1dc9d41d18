using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Conversations;

/// <summary>Lists sessions with their messages counted, the ones in use last first (runbook, chapter 5).</summary>
[Cmdlet(VerbsCommon.Get, "XmrtConversation", SupportsPaging = true, DefaultParameterSetName = "Session")]
[OutputType(typeof(Conversation))]
public sealed class GetXmrtConversationCommand : DatabaseReadCmdlet<Conversation>
{
    private ConversationFilter _filter = new();

    /// <summary>Only sessions of these keys, such as ip-203.0.113.*.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? SessionKey { get; set; }

    /// <summary>Only sessions of these identifiers.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public Guid[]? Id { get; set; }

    /// <summary>In use at or after this time, or that long ago.</summary>
    [Parameter]
    [TimeTransformation]
    public TimeArgument? Since { get; set; }

    /// <summary>Not in use after this time, or for that long.</summary>
    [Parameter]
    [TimeTransformation]
    public TimeArgument? Until { get; set; }

    /// <summary>Only sessions that are marked active: those that the application finds.</summary>
    [Parameter(ParameterSetName = "Session")]
    public SwitchParameter Active { get; set; }

    /// <summary>Only sessions for which no message was saved.</summary>
    [Parameter(ParameterSetName = "Session")]
    public SwitchParameter WithoutMessages { get; set; }

    /// <summary>Which come first.</summary>
    [Parameter(ParameterSetName = "Session")]
    public ConversationOrder OrderBy { get; set; } = ConversationOrder.LastActivity;

    /// <summary>Lists what refers to sessions that do not exist, in place of sessions.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Orphaned")]
    public SwitchParameter Orphaned { get; set; }

    /// <summary>Lists all, not the first 20.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    internal override IAsyncEnumerable<Conversation> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation) =>
        ConversationReader.ReadAsync(connection, _filter, PageOf(All || Id is not null), notices, cancellation);

    private protected override void Begin()
    {
        DateTimeOffset now = DateTimeOffset.Now;
        _filter = new ConversationFilter
        {
            OrderBy = OrderBy,
            Id = Id,
            SessionKey = Wildcard.Parse(nameof(SessionKey), SessionKey),
            Since = Since?.Instant(now),
            Until = Until?.Instant(now),
            IsActive = Active,
            IsWithoutMessages = WithoutMessages,
            IsOrphaned = Orphaned,
        };
    }
}
