namespace Dispatch.Protocol.Problems.Catalogue;

internal static class TemplateErrors
{
    public static readonly ErrorGroup Group = new("Templates", "The runner, when a workspace is made from a template, or a template is added, refreshed or removed.",
    [
        new("template.bad-id", "A template can't be called so.", "Use letters, digits, `.`, `-` and `_`."),
        new("template.bad-parameter", "A parameter is missing, isn't one of the template's, or isn't what the template takes.", "Give what the message names."),
        new("template.broken", "The template's `template.json` can't be read; the message names the line and the reason.", "Correct that line."),
        new("template.busy", "The template is being added or refreshed just now.", "Wait until that ended, or cancel it.", Retry: true),
        new("template.by-hand", "The template was made by hand, so there is nothing to refresh it from, and removing it would lose it.", "Change or remove its folder yourself."),
        new("template.exists", "There is a template of that id among your own.", "Refresh it, remove it, or give the new one another id."),
        new("template.link-outside", "A link in the template leads out of its folder. Nothing was made.", "Take the link away, or have it lead to a file of the template."),
        new("template.new-folder-only", "A template was to fill a folder that is there already.", "Name a new folder, or open the one that is there without a template."),
        new("template.no-addition", "No template is being added under that id, or that ended a while ago.", "`dispatch workspace templates` lists those there are."),
        new("template.not-found", "There is no such template.", "`dispatch workspace templates` lists those there are."),
        new("template.not-kept", "The template can't be kept in the data folder; the message has the reason.", "See to that, and try again."),
        new("template.shipped", "The template comes with Dispatch.", "Add one of your own; of the same id it takes its place."),
        new("template.too-large", "The template has more files, or larger ones, than are copied.", "Take out what doesn't belong to it."),
    ]);
}
