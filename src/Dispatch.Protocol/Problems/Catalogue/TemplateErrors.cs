namespace Dispatch.Protocol.Problems.Catalogue;

internal static class TemplateErrors
{
    public static readonly ErrorGroup Group = new("Templates", "The runner, when a workspace is made from a template.",
    [
        new("template.bad-parameter", "A parameter is missing, isn't one of the template's, or isn't what the template takes.", "Give what the message names."),
        new("template.broken", "The template's `template.json` can't be read; the message names the line and the reason.", "Correct that line."),
        new("template.link-outside", "A link in the template leads out of its folder. Nothing was made.", "Take the link away, or have it lead to a file of the template."),
        new("template.new-folder-only", "A template was to fill a folder that is there already.", "Name a new folder, or open the one that is there without a template."),
        new("template.not-found", "There is no such template.", "`dispatch workspace templates` lists those there are."),
        new("template.too-large", "The template has more files, or larger ones, than are copied.", "Take out what doesn't belong to it."),
    ]);
}
