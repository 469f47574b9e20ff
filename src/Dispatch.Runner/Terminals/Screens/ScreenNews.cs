namespace Dispatch.Runner.Terminals.Screens;

/// <summary>What a program said to its terminal.</summary>
/// <param name="Replies">Its questions' answers.</param>
/// <param name="Facts">What is to be recorded, in order.</param>
internal sealed record ScreenNews(byte[] Replies, IReadOnlyList<ScreenFact> Facts);

/// <param name="Kind">Decides how often it may be recorded.</param>
/// <param name="Type">Its type in the log.</param>
/// <param name="Payload">Its JSON.</param>
internal sealed record ScreenFact(ScreenFactKind Kind, string Type, byte[] Payload)
{
    /// <summary>Of a title or a folder: what it is now.</summary>
    public string? Value { get; init; }
}

internal enum ScreenFactKind
{
    CommandStarted,
    CommandEnded,
    Title,
    Folder,
    Notification,
    Bell,
}
