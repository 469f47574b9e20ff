using System.Text.Json.Serialization;

namespace Dispatch.Protocol.Files;

/// <summary>What a client says on the WebSocket <c>dispatch.files.v1</c>, as JSON text; <c>type</c> names it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(WatchFolders), "watch")]
[JsonDerivedType(typeof(WatchFiles), "files")]
public abstract record ToWatch;

/// <summary>The folders that the client shows: all of them, in the place of those it said before.</summary>
public sealed record WatchFolders(IReadOnlyList<string> Folders) : ToWatch;

/// <summary>The files that the client has open: all of them, in the place of those it said before.</summary>
public sealed record WatchFiles(IReadOnlyList<string> Paths) : ToWatch;

/// <summary>What a runner says on it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(FilesChanged), "changed")]
[JsonDerivedType(typeof(WatchLimited), "limited")]
[JsonDerivedType(typeof(WatchOverflow), "overflow")]
public abstract record FromWatch;

/// <summary>Something changed on the disk.</summary>
/// <param name="Folders">Folders to be read anew: an entry came, went or changed. One that is gone itself is among them.</param>
/// <param name="Files">Files that are open and have another content now, or are gone.</param>
/// <param name="Git">True when what git says of files may be another; else absent.</param>
public sealed record FilesChanged(IReadOnlyList<string> Folders, IReadOnlyList<string> Files, bool? Git = null) : FromWatch;

/// <summary>The system watches no more folders: they are looked at now and then instead, so changes are told later.</summary>
/// <param name="Reason">Why, and what would help.</param>
public sealed record WatchLimited(string Reason) : FromWatch;

/// <summary>More changed than could be kept up with: everything shown is to be read anew.</summary>
public sealed record WatchOverflow : FromWatch;

public static class WatchProtocol
{
    public const string Subprotocol = "dispatch.files.v1";

    /// <summary>Folders and files that one connection may watch.</summary>
    public const int MostWatched = 5000;
}
