using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Cli.Workspaces;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Spectre.Console;

namespace Dispatch.Cli.Agents;

/// <summary>Searches the conversations of a workspace.</summary>
internal static class SearchCommand
{
    public static DispatchCommand Create()
    {
        var words = new Argument<string>("words") { Description = "What to look for, in any case." };
        var json = new Option<bool>("--json") { Description = "As JSON, for programs." };
        return new DispatchCommand(
            "search",
            "Search what was asked of agents in a workspace, and what they answered.",
            "dispatch agents search 'flaky test'")
        {
            words, json, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var workspace = WorkspaceOption.Id(await WorkspaceOption.FindAsync(connection, parsed, cancellation));
            var found = await AllAsync(connection, workspace, parsed.GetRequiredValue(words), cancellation);
            if (parsed.GetValue(json))
            {
                JsonOutput.WriteList(found, Wire.Default.ConversationMatch);
                return;
            }

            if (found.Count == 0)
            {
                Streams.Error.WriteLine("No conversation has this.");
                return;
            }

            string[][] rows = [.. found.Select(match => new[]
            {
                match.Session, SafeText.Line(match.Name), $"{match.Turn}", match.Prompt ? "asked" : "answered", SafeText.Line(match.Text),
            })];
            TextTable.Write(width => TextTable.Build(["SESSION", "NAME", "TURN", "WHAT", "TEXT"], rows, [4], width, (_, _) => Style.Plain));
        });
    }

    private static async Task<List<ConversationMatch>> AllAsync(ServerConnection connection, string workspace, string words, CancellationToken cancellation)
    {
        var found = new List<ConversationMatch>();
        string? after = null;
        do
        {
            var rest = after is null ? "" : $"&after={after}";
            var page = await connection.GetAsync($"/api/workspaces/{workspace}/agents/search?q={Uri.EscapeDataString(words)}{rest}", Wire.Default.ConversationSearch, cancellation);
            found.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        return found;
    }
}
