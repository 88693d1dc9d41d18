namespace XmrtOps.Sandbox.Seeding;

/// <summary>Sentences for messages, memories and summaries.</summary>
internal static class Prose
{
    private static readonly string[] Questions =
    [
        "How do I connect my phone to the mining pool?",
        "What is the current hash rate of the fleet?",
        "Can you show me what happened to the treasury this week?",
        "Why was my last proposal rejected?",
        "I can't see my balance any more, what changed?",
        "Which agents are working on the website right now?",
        "Please remind me tomorrow to check the pool payout.",
        "Is the night mode mining available on older devices?",
        "Summarise the open issues of the repository.",
        "Who decides how the fund is spent?",
    ];

    private static readonly string[] Sentences =
    [
        "The pool reports a steady rate for your worker since this morning. ",
        "I have created a task for the integration agent and will tell you when it is verified. ",
        "Three proposals are open for voting, and one of them closes tonight. ",
        "Your device was last seen some minutes ago and its share counter is growing. ",
        "The deployment finished without a warning; the old version stays available for a rollback. ",
        "According to the ledger, two payouts are waiting for confirmation. ",
        "The repository has new commits on the main branch since yesterday. ",
        "I could not reach the upstream service at the first attempt, the second one worked. ",
        "Memory of our earlier conversation shows that you prefer short weekly summaries. ",
        "The council suggests to move the monitoring job to a quieter hour. ",
        "Temperature and battery limits keep phones from mining while they are not charging. ",
        "Tell me if I should file an issue about this for the infrastructure team. ",
    ];

    public static string Question(ref SeededRandom random) => random.Pick(Questions);

    /// <summary>Appends whole sentences until at least that many bytes are written.</summary>
    public static void Write(CopyBuffer rows, int size, ref SeededRandom random)
    {
        var end = rows.Length + size;
        do
            rows.Append(random.Pick(Sentences));
        while (rows.Length < end);
    }

    /// <summary>A length as chats have it: mostly short, seldom up to 4,000.</summary>
    public static int Length(ref SeededRandom random) => random.Below(1000) switch
    {
        < 700 => random.Between(20, 160),
        < 950 => random.Between(160, 500),
        < 995 => random.Between(500, 1500),
        _ => random.Between(1500, 3900),
    };
}
