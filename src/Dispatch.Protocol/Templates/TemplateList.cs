namespace Dispatch.Protocol.Templates;

/// <param name="Items">Those that come with Dispatch first, then the user's own, each by name.</param>
public sealed record TemplateList(IReadOnlyList<TemplateInfo> Items);

/// <param name="Id">What it is chosen by: the name of its folder.</param>
/// <param name="Own">Whether it is one of the user's, in the data folder's <c>templates</c>; one there takes the place of one of the same id.</param>
/// <param name="Manifest">What its <c>template.json</c> says; absent when that can't be read.</param>
/// <param name="Problem">Why it can't be used: the file, the line and the reason.</param>
/// <param name="Source">Where it was added from, and can be refreshed from; absent for one that was made by hand or comes with Dispatch.</param>
public sealed record TemplateInfo(string Id, bool Own, TemplateManifest? Manifest = null, string? Problem = null, string? Source = null);
