using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Protocol;
using Dispatch.Protocol.Templates;
using Spectre.Console;

namespace Dispatch.Cli.Workspaces;

internal static class TemplatesCommand
{
    private static readonly string[] Headings = ["ID", "NAME", "PARAMETERS", "WHAT"];
    private static readonly int[] Flexible = [2, 3];

    public static DispatchCommand Create()
    {
        var json = new Option<bool>("--json") { Description = "As JSON, for programs." };
        var command = new DispatchCommand(
            "templates",
            "List the templates that a workspace can be made from, your own among them.",
            "dispatch workspace templates",
            "dispatch workspace templates add https://example.com/shop-template.git",
            "dispatch workspace templates --json | jq -r '.[] | select(.problem) | .problem'")
        {
            json,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var templates = await WorkspaceApi.TemplatesAsync(connection, cancellation);
            if (parsed.GetValue(json))
            {
                JsonOutput.WriteList(templates, Wire.Default.TemplateInfo);
                return;
            }

            TextTable.Write(width => TextTable.Build(
                Headings, [.. templates.Select(Cells)], Flexible, width, (row, column) => column == 3 && templates[row].Problem is not null ? new Style(Color.Red) : Style.Plain));
        });
        command.Add(TemplateAdditionCommands.Add());
        command.Add(TemplateAdditionCommands.Refresh());
        command.Add(TemplateAdditionCommands.Remove());
        return command;
    }

    private static string[] Cells(TemplateInfo template) =>
    [
        SafeText.Line(template.Id),
        SafeText.Line(template.Manifest?.Name ?? "?"),
        SafeText.Line(string.Join(", ", template.Manifest?.Parameters?.Select(parameter => parameter.Id) ?? [])),
        SafeText.Line(template.Problem ?? template.Manifest?.Description ?? ""),
    ];
}
