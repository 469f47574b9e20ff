namespace Dispatch.Protocol.Templates;

/// <summary>Body of <c>POST /api/templates</c>: takes a template from elsewhere among the user's own.</summary>
/// <param name="Source">The address of a git repository, as <c>git clone</c> takes it; or a folder with a <c>template.json</c>, absolute or with <c>~</c>.</param>
/// <param name="Id">What to choose it by: letters, digits, <c>.</c>, <c>-</c> and <c>_</c>; the repository's or the folder's own name when absent.</param>
public sealed record AddTemplate(string Source, string? Id = null);

/// <summary>A template being added or refreshed, while that goes on and for a while after.</summary>
/// <param name="Id">Its id, not the template's.</param>
/// <param name="Source">Where from, without a password.</param>
/// <param name="Template">What it is, or will be, chosen by.</param>
/// <param name="State"><c>running</c>, <c>done</c>, <c>failed</c> or <c>cancelled</c>. Of one that isn't done nothing is left, and what it was to refresh is as it was.</param>
/// <param name="Doing">What git does now, in its words: <c>Receiving objects</c>.</param>
/// <param name="Percent">How far that is, 0 to 100, when git tells.</param>
/// <param name="Info">The template, once it is done.</param>
/// <param name="Code">Why it failed, for programs: <c>template.broken</c>.</param>
/// <param name="Reason">Why it failed, with what to do.</param>
public sealed record TemplateAddition(
    string Id, string Source, string Template, string State, string? Doing = null, int? Percent = null, TemplateInfo? Info = null, string? Code = null, string? Reason = null);
