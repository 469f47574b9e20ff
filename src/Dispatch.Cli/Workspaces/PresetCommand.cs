using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Cli.Sessions;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;
using Spectre.Console;

namespace Dispatch.Cli.Workspaces;

/// <summary>What is open in a workspace, kept under a name and started again.</summary>
internal static class PresetCommand
{
    private static readonly string[] Headings = ["NAME", "SESSIONS", "SAVED", "WHAT"];
    private static readonly int[] Flexible = [0, 3];

    public static DispatchCommand Create()
    {
        var command = new DispatchCommand(
            "preset",
            "Save what is open in a workspace under a name, and start it again: its sessions, each in its folder.",
            "dispatch workspace preset save work --workspace shop",
            "dispatch workspace preset start work --workspace shop");
        command.Add(Save());
        command.Add(List());
        command.Add(Start());
        command.Add(Rename());
        command.Add(Remove());
        return command;
    }

    private static DispatchCommand Save()
    {
        var name = Name("What to call it.");
        var sessions = new Option<string[]>("--session") { Description = "Only this one, by name or id; may be given several times. Else all that run.", HelpName = "SESSION" };
        var replace = new Option<bool>("--replace") { Description = "In the place of the one that is called so." };
        var json = new Option<bool>("--json") { Description = "What was saved as JSON, for programs." };
        return new DispatchCommand(
            "save",
            "Save what runs in a workspace, without the layout, which is a page's: there is a command for that in the page. What was typed isn't saved.",
            "dispatch workspace preset save work --workspace shop",
            "dispatch workspace preset save work -w shop --session server --session tests --replace")
        {
            name, sessions, replace, json, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var workspace = await WorkspaceOption.FindAsync(connection, parsed, cancellation);
            var id = WorkspaceOption.Id(workspace);
            string[]? chosen = null;
            if (parsed.GetValue(sessions) is { Length: > 0 } named)
            {
                var all = await SessionApi.ListAsync(connection, id, cancellation);
                chosen = [.. named.Select(text => SessionMatch.Find(all, text, workspace).Id)];
            }

            var request = new SavePreset(parsed.GetRequiredValue(name), Sessions: chosen, Replace: parsed.GetValue(replace) ? true : null);
            var saved = await PresetApi.SaveAsync(connection, id, request, cancellation);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(saved, Wire.Default.Preset);
                return;
            }

            foreach (var session in saved.Sessions)
            {
                Streams.Out.WriteLine($"{SafeText.Line(session.Name)}: {Line(session)}");
            }
        });
    }

    private static DispatchCommand List()
    {
        var json = new Option<bool>("--json") { Description = "As JSON, for programs." };
        return new DispatchCommand(
            "ls",
            "List a workspace's presets.",
            "dispatch workspace preset ls --workspace shop",
            "dispatch workspace preset ls --json | jq -r '.[].name'")
        {
            json, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var all = await PresetApi.ListAsync(connection, WorkspaceOption.Id(await WorkspaceOption.FindAsync(connection, parsed, cancellation)), cancellation);
            if (parsed.GetValue(json))
            {
                JsonOutput.WriteList(all, Wire.Default.Preset);
                return;
            }

            if (all.Count == 0)
            {
                Streams.Error.WriteLine("There is no preset yet. Save what runs with: dispatch workspace preset save NAME");
                return;
            }

            var now = TimeProvider.System.GetUtcNow();
            TextTable.Write(width => TextTable.Build(
                Headings, [.. all.Select(preset => Cells(preset, now))], Flexible, width, (row, column) => column == 3 && all[row].Problem is not null ? new Style(Color.Red) : Style.Plain));
        });
    }

    private static DispatchCommand Start()
    {
        var name = Name("Which, by its name or id.");
        var json = new Option<bool>("--json") { Description = "What was started as JSON, for programs." };
        return new DispatchCommand(
            "start",
            "Start a preset's sessions, as new ones, and print their ids. What can't be started is told of, and the rest runs; then the exit code is 1.",
            "dispatch workspace preset start work --workspace shop")
        {
            name, json, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var workspace = WorkspaceOption.Id(await WorkspaceOption.FindAsync(connection, parsed, cancellation));
            var preset = await PresetApi.FindAsync(connection, workspace, parsed.GetRequiredValue(name), cancellation);
            var started = await PresetApi.StartAsync(connection, workspace, preset.Id, cancellation);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(started, Wire.Default.PresetStarted);
            }
            else
            {
                foreach (var session in started.Sessions)
                {
                    Streams.Out.WriteLine(session.Id);
                }
            }

            foreach (var session in started.NotStarted ?? [])
            {
                Streams.Error.WriteLine($"The session '{SafeText.Line(session.Name)}' was not started: {SafeText.Line(session.Reason)}");
            }

            if (started.NotStarted is { Count: > 0 and var failed })
            {
                throw new Failure($"{failed} of {preset.Sessions.Count} sessions of the preset '{preset.Name}' could not be started; the others run");
            }
        });
    }

    private static DispatchCommand Rename()
    {
        var name = Name("Which, by its name or id.");
        var called = new Argument<string>("new-name") { Description = "What to call it from now on." };
        called.Validators.Add(UsageError.RefuseUnknownOption);
        return new DispatchCommand("rename", "Call a preset otherwise.", "dispatch workspace preset rename work mornings --workspace shop")
        {
            name, called, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var workspace = WorkspaceOption.Id(await WorkspaceOption.FindAsync(connection, parsed, cancellation));
            var preset = await PresetApi.FindAsync(connection, workspace, parsed.GetRequiredValue(name), cancellation);
            await PresetApi.RenameAsync(connection, workspace, preset.Id, parsed.GetRequiredValue(called), cancellation);
        });
    }

    private static DispatchCommand Remove()
    {
        var name = Name("Which, by its name or id.");
        return new DispatchCommand("rm", "Remove a preset. What was started from it runs on.", "dispatch workspace preset rm work --workspace shop")
        {
            name, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var workspace = WorkspaceOption.Id(await WorkspaceOption.FindAsync(connection, parsed, cancellation));
            var preset = await PresetApi.FindAsync(connection, workspace, parsed.GetRequiredValue(name), cancellation);
            await PresetApi.RemoveAsync(connection, workspace, preset.Id, cancellation);
        });
    }

    private static Argument<string> Name(string description)
    {
        var name = new Argument<string>("name") { Description = description };
        name.Validators.Add(UsageError.RefuseUnknownOption);
        return name;
    }

    private static string[] Cells(Preset preset, DateTimeOffset now) =>
    [
        SafeText.Line(preset.Name),
        preset.Problem is null ? $"{preset.Sessions.Count}" : "?",
        preset.Problem is null ? $"{RelativeTime.Span(now - preset.SavedAt)} ago" : "",
        SafeText.Line(preset.Problem ?? string.Join("; ", preset.Sessions.Select(Line))),
    ];

    private static string Line(PresetSession session) => SafeText.Line($"{string.Join(' ', session.Command)} in {ShortFolder.Of(session.Cwd)}");
}
