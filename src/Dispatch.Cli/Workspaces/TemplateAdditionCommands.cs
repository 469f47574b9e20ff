using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Protocol;
using Dispatch.Protocol.Templates;

namespace Dispatch.Cli.Workspaces;

/// <summary>Templates of one's own: taken from elsewhere, taken anew from there, and taken away.</summary>
internal static class TemplateAdditionCommands
{
    private const string All = "/api/templates";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(10);

    public static DispatchCommand Add()
    {
        var source = new Argument<string>("source") { Description = "A git repository, as git clone takes it, or a folder; with a template.json at its top." };
        source.Validators.Add(UsageError.RefuseUnknownOption);
        var id = new Option<string>("--id") { Description = "What to choose it by; else as the repository or the folder is called.", HelpName = "ID" };
        var json = new Option<bool>("--json") { Description = "What was added as JSON, for programs." };
        return new DispatchCommand(
            "add",
            "Take a template from a git repository or a folder among your own, and print its id. Ctrl-C cancels it and leaves nothing.",
            "dispatch workspace templates add https://example.com/shop-template.git",
            "dispatch workspace templates add ~/src/service --id service")
        {
            source, id, json,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var request = new AddTemplate(Source(parsed.GetRequiredValue(source)), parsed.GetValue(id));
            await FollowAsync(
                connection, await connection.SendAsync(HttpMethod.Post, All, request, Wire.Default.AddTemplate, Wire.Default.TemplateAddition, cancellation), parsed.GetValue(json), cancellation);
        });
    }

    public static DispatchCommand Refresh()
    {
        var id = Id();
        var json = new Option<bool>("--json") { Description = "What it is now as JSON, for programs." };
        return new DispatchCommand(
            "refresh",
            "Take a template anew from where it was added from. Until that is read, the one that is there stays; what was changed in it by hand is replaced.",
            "dispatch workspace templates refresh shop-template")
        {
            id, json,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var begun = await connection.SendAsync(HttpMethod.Post, $"{Path(parsed.GetRequiredValue(id))}/refresh", null, Wire.Default.TemplateAddition, cancellation);
            await FollowAsync(connection, begun, parsed.GetValue(json), cancellation);
        });
    }

    public static DispatchCommand Remove()
    {
        var id = Id();
        return new DispatchCommand("rm", "Remove a template that was added. What was made from it stays.", "dispatch workspace templates rm shop-template")
        {
            id,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            using var done = await connection.SendAsync(HttpMethod.Delete, Path(parsed.GetRequiredValue(id)), null, cancellation);
        });
    }

    private static Argument<string> Id()
    {
        var id = new Argument<string>("id") { Description = "Which, by its id: dispatch workspace templates." };
        id.Validators.Add(UsageError.RefuseUnknownOption);
        return id;
    }

    private static string Path(string id) => $"{All}/{Uri.EscapeDataString(id)}";

    /// <summary>A folder as the caller names it: the server and its runner are on this machine, in another one.</summary>
    private static string Source(string named) => Directory.Exists(named) ? System.IO.Path.GetFullPath(named) : named;

    private static async Task FollowAsync(ServerConnection connection, TemplateAddition addition, bool json, CancellationToken cancellation)
    {
        var path = $"{All}/additions/{addition.Id}";
        var line = new ProgressLine();
        try
        {
            while (addition.State == "running")
            {
                await Task.Delay(Pause, cancellation);
                addition = await connection.GetAsync(path, Wire.Default.TemplateAddition, cancellation);
                line.Tell(addition.Doing, addition.Percent);
            }
        }
        catch (OperationCanceledException)
        {
            using var patience = new CancellationTokenSource(CancelPatience);
            using var done = await connection.SendAsync(HttpMethod.Delete, path, null, patience.Token);
            throw;
        }
        finally
        {
            line.Clear();
        }

        if (addition.Info is not { } info)
        {
            throw new Failure(addition.Reason?.TrimEnd('.') ?? "It was cancelled elsewhere; nothing of it is left");
        }

        if (json)
        {
            JsonOutput.Write(info, Wire.Default.TemplateInfo);
        }
        else
        {
            Streams.Out.WriteLine(info.Id);
        }
    }
}
