namespace Dispatch.Protocol.Files;

/// <summary>Body of <c>POST …/files/folders</c>.</summary>
/// <param name="Path">The folder to make; those above it are made too where they are missing.</param>
public sealed record MakeFolder(string Path);

/// <summary>Body of <c>POST …/files/move</c> and <c>POST …/files/copy</c>.</summary>
/// <param name="From">What is moved or copied: a link itself, not what it leads to.</param>
/// <param name="To">Its new path, name and all; nothing may be there.</param>
public sealed record MoveFile(string From, string To);

/// <summary>Body of <c>POST …/files/mode</c>.</summary>
/// <param name="Path">A file or a folder.</param>
/// <param name="Mode">Its permissions, 0 to 4095 (07777).</param>
public sealed record SetFileMode(string Path, int Mode);

/// <summary>Body of <c>POST …/files/links</c>.</summary>
/// <param name="Path">Where the link is made.</param>
/// <param name="Target">What it says: relative to the link's own folder, or absolute.</param>
public sealed record MakeLink(string Path, string Target);
