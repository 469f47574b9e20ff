namespace Dispatch.Protocol.Files;

/// <summary>Body of <c>POST …/files/uploads</c>.</summary>
/// <param name="Path">Where the file will be; folders that are missing are made.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Replace">True: a file that is there is replaced; else it is an error.</param>
public sealed record BeginUpload(string Path, long Size, bool? Replace = null);

/// <summary>A file on its way. It is seen under its name only once it is whole.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Path">Where the file will be.</param>
/// <param name="Offset">How many bytes are there: where to go on.</param>
/// <param name="Size">How many there will be.</param>
public sealed record Upload(string Id, string Path, long Offset, long Size);
