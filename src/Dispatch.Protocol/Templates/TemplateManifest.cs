namespace Dispatch.Protocol.Templates;

/// <summary>
/// What a <c>template.json</c> says. What stands beside it in its folder becomes the new workspace: <c>{{parameter}}</c> in the names of files
/// and in texts is filled in, for the parameters that it declares and for nothing else.
/// </summary>
/// <param name="Name">What people choose it by.</param>
/// <param name="Description">One sentence on what one gets.</param>
/// <param name="Parameters">What is asked before it is made.</param>
/// <param name="Environment">Variables of the workspace.</param>
/// <param name="Sessions">What is started when it is made.</param>
/// <param name="Tasks">Commands that can be run in it.</param>
public sealed record TemplateManifest(
    string Name,
    string? Description = null,
    IReadOnlyList<TemplateParameter>? Parameters = null,
    IReadOnlyDictionary<string, string>? Environment = null,
    IReadOnlyList<TemplateSession>? Sessions = null,
    IReadOnlyList<TemplateTask>? Tasks = null);

/// <param name="Id">What stands between the braces: letters, digits, <c>-</c> and <c>_</c>.</param>
/// <param name="Title">What people read.</param>
/// <param name="Default">Where nothing is said; <c>{folder}</c> is the name of the new folder. One without a default has to be given.</param>
/// <param name="Pattern">A regular expression that the whole value matches.</param>
/// <param name="PatternWords">The same in words, as they read behind "must be".</param>
public sealed record TemplateParameter(string Id, string? Title = null, string? Default = null, string? Pattern = null, string? PatternWords = null);

/// <param name="Name">The session's name.</param>
/// <param name="Command">A program and its arguments; the user's shell where there is none.</param>
/// <param name="Folder">Where it starts, below the workspace's folder.</param>
public sealed record TemplateSession(string Name, IReadOnlyList<string>? Command = null, string? Folder = null);

/// <param name="Name">What people choose it by.</param>
/// <param name="Command">A line for the shell.</param>
public sealed record TemplateTask(string Name, string Command);
