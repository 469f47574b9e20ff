using System.Text.RegularExpressions;
using Dispatch.Protocol.Problems;

namespace Dispatch.Runner.Workspaces.TemplateSources;

/// <summary>What may be taken among the user's own templates, and be taken away: each refusal says what would be right.</summary>
internal static partial class TemplateAdditionRules
{
    public static Error? Id(string id) => IdPattern().IsMatch(id) ? null : new Error(
        ErrorKind.Invalid, "template.bad-id", $"A template can't be called '{id}': it has 1 to 60 letters, digits, '.', '-' and '_', and begins with a letter or a digit. Give another (id, --id).");

    public static Error Exists(string id) => new(
        ErrorKind.Conflict, "template.exists", $"There is a template '{id}' of your own already. Refresh it (dispatch workspace templates refresh {id}), remove it, or give this one another id (--id).");

    public static Error Busy(string id) => new(
        ErrorKind.Conflict, "template.busy", $"The template '{id}' is being added or refreshed just now. Wait until that ended, or cancel it.");

    public static Error NotFound(string id) => new(
        ErrorKind.NotFound, "template.not-found", $"There is no template '{id}'. 'dispatch workspace templates' lists those there are.");

    public static Error NoAddition(string id) => new(
        ErrorKind.NotFound, "template.no-addition", $"No template is being added as '{id}', or that ended a while ago. 'dispatch workspace templates' lists those there are.");

    public static Error Shipped(string id) => new(
        ErrorKind.Conflict, "template.shipped", $"The template '{id}' comes with Dispatch: it is neither refreshed nor removed. One of your own of the same id takes its place.");

    public static Error ByHand(string id, string folder) => new(
        ErrorKind.Conflict, "template.by-hand", $"The template '{id}' was made by hand and is nowhere else. Change or remove its folder yourself: {folder}.");

    /// <summary>A name as an id.</summary>
    public static string Slug(string name) => NotOfId().Replace(name, "-").TrimStart('-', '.', '_');

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$")]
    private static partial Regex IdPattern();

    [GeneratedRegex("[^A-Za-z0-9._-]+")]
    private static partial Regex NotOfId();
}
