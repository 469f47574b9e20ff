namespace Dispatch.Protocol.Files;

/// <summary>An entry of a folder, as it lies there: a link is told as a link.</summary>
public record FileEntry
{
    /// <summary>
    /// Its name. A byte that isn't valid UTF-8 is written as the character U+EF00 + byte (U+EF80 to U+EFFF), and names what it was when it
    /// comes back; so is each byte of a character of that range itself.
    /// </summary>
    public required string Name { get; init; }

    public required FileKind Kind { get; init; }

    /// <summary>Bytes; of a link, those of what it leads to.</summary>
    public required long Size { get; init; }

    public required DateTimeOffset Modified { get; init; }

    /// <summary>Its permissions: the lowest 12 bits of its mode, as a number (420 is 0644).</summary>
    public required int Mode { get; init; }

    /// <summary>Of a link: what it says, which need not be inside the workspace.</summary>
    public string? Target { get; init; }

    /// <summary>Of a link: what is there.</summary>
    public LinkTarget? LinksTo { get; init; }

    /// <summary>True when a <c>.gitignore</c> says so; else absent.</summary>
    public bool? Ignored { get; init; }

    /// <summary>What git says of it; absent when nothing changed, or it isn't known (yet).</summary>
    public GitState? Git { get; init; }
}

/// <summary>One file or folder.</summary>
public sealed record FileDetails : FileEntry
{
    /// <summary>From the workspace's folder, with <c>/</c> between; empty for the folder itself.</summary>
    public required string Path { get; init; }

    /// <summary>Another one after every change of its content; the ETag of its content without the quotes.</summary>
    public required string Revision { get; init; }
}

/// <summary>A part of a folder's entries: folders first, then by name, numbers in names by their value.</summary>
/// <param name="Path">The folder's.</param>
/// <param name="Entries">In their order.</param>
/// <param name="Total">How many the folder has in all.</param>
/// <param name="Next">What to give as <c>after</c> for the next part; absent at the end.</param>
public sealed record FolderListing(string Path, IReadOnlyList<FileEntry> Entries, int Total, string? Next = null);
