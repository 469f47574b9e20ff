using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dispatch.Protocol.Files;

/// <summary>What an entry of a folder is. JSON: the member's name in lower case.</summary>
[JsonConverter(typeof(FileKindConverter))]
public enum FileKind
{
    File,
    Folder,

    /// <summary>A symbolic link; <see cref="FileEntry.LinksTo"/> says to what.</summary>
    Link,

    /// <summary>A pipe, a socket or a device: listed, never opened.</summary>
    Other,
}

internal sealed class FileKindConverter() : JsonStringEnumConverter<FileKind>(JsonNamingPolicy.KebabCaseLower);

/// <summary>Where a link leads. JSON: the member's name in lower case.</summary>
[JsonConverter(typeof(LinkTargetConverter))]
public enum LinkTarget
{
    File,
    Folder,

    /// <summary>Nowhere, to something that is neither, or out of the workspace.</summary>
    None,
}

internal sealed class LinkTargetConverter() : JsonStringEnumConverter<LinkTarget>(JsonNamingPolicy.KebabCaseLower);

/// <summary>What git says of a file, against what was committed last. JSON: in lower case, with hyphens.</summary>
[JsonConverter(typeof(GitStateConverter))]
public enum GitState
{
    Modified,
    Added,
    Untracked,
    Deleted,
    Renamed,
    Conflicted,

    /// <summary>A folder in which something is one of the others.</summary>
    ChangedInside,
}

internal sealed class GitStateConverter() : JsonStringEnumConverter<GitState>(JsonNamingPolicy.KebabCaseLower);
