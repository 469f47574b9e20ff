namespace Dispatch.Protocol.Files;

/// <summary>Body of <c>POST …/files/trash</c>.</summary>
/// <param name="Paths">What is deleted, folders with all that is in them.</param>
public sealed record TrashFiles(IReadOnlyList<string> Paths);

/// <summary>What was deleted together, and can come back together.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Count">How many files and folders were named.</param>
public sealed record Trashed(string Id, int Count);

/// <summary>What was deleted together.</summary>
/// <param name="Id">Its id.</param>
/// <param name="DeletedAt">When.</param>
/// <param name="Paths">Where it was.</param>
public sealed record TrashItem(string Id, DateTimeOffset DeletedAt, IReadOnlyList<string> Paths);

/// <summary>What is in the trash, the latest first.</summary>
public sealed record TrashList(IReadOnlyList<TrashItem> Items);

/// <summary>What came back out of the trash.</summary>
/// <param name="Paths">Where it is again.</param>
public sealed record Restored(IReadOnlyList<string> Paths);
