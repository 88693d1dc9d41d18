namespace XmrtOps.Testing;

/// <summary>A question that a script put to its user, and the answer that the test had ready.</summary>
/// <param name="Caption">The bold line.</param>
/// <param name="Message">The question.</param>
/// <param name="Choices">The labels, such as "Yes" and "No to All".</param>
/// <param name="Answer">The label that was chosen.</param>
internal sealed record PwshPrompt(string Caption, string Message, IReadOnlyList<string> Choices, string Answer);
