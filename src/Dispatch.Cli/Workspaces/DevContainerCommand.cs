using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Workspaces;

internal static class DevContainerCommand
{
    public static DispatchCommand Create()
    {
        var workspace = WorkspaceOption.Argument();
        var take = new Option<bool>("--take") { Description = "Take its variables, and run its commands in a session." };
        var json = new Option<bool>("--json") { Description = "As JSON, for programs." };
        return new DispatchCommand(
            "devcontainer",
            "Show what a workspace's devcontainer.json says, and what of it holds without a container. Nothing of it is done before --take.",
            "dispatch workspace devcontainer shop",
            "dispatch workspace devcontainer shop --take")
        {
            workspace, take, json,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var found = WorkspaceMatch.Find(await WorkspaceApi.ListAsync(connection, cancellation), parsed.GetRequiredValue(workspace));
            if (parsed.GetValue(take))
            {
                var settings = (await WorkspaceApi.DevContainerAsync(connection, found.Id, cancellation))?.Settings;
                var taken = await WorkspaceApi.TakeDevContainerAsync(connection, found.Id, cancellation);
                var set = settings is null ? [] : await WorkspaceApi.TakeSettingsAsync(connection, found.Id, settings, cancellation);
                Show(parsed.GetValue(json), taken, Wire.Default.DevContainerTaken, Lines(taken, set));
                return;
            }

            var said = await WorkspaceApi.DevContainerAsync(connection, found.Id, cancellation)
                ?? throw new Failure($"The workspace '{found.Name}' has no devcontainer.json: it is looked for as .devcontainer/devcontainer.json, .devcontainer.json and .devcontainer/NAME/devcontainer.json");
            Show(parsed.GetValue(json), said, Wire.Default.DevContainer, Lines(said));
        });
    }

    private static void Show<T>(bool json, T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, IEnumerable<string> lines)
    {
        if (json)
        {
            JsonOutput.Write(value, type);
            return;
        }

        foreach (var line in lines)
        {
            Streams.Out.WriteLine(SafeText.Line(line));
        }
    }

    private static IEnumerable<string> Lines(DevContainer said) =>
    [
        said.Name is null ? said.Path : $"{said.Path}: {said.Name}",
        .. said.Commands.Select(command => $"would run   {command.Command} ({command.When})"),
        .. said.Variables.Select(variable => $"variable    {variable.Name}={variable.Value}"),
        .. (said.Settings ?? []).Select(setting => $"setting     {setting.Key}: {setting.Value.GetRawText()}"),
        .. said.Ports.Select(port => $"port        {port}, as it is: it is this machine's own"),
        .. said.Ignored.Select(ignored => $"{(ignored.Kept is true ? "kept     " : "no effect")}   {ignored.Property}: {ignored.Reason}"),
    ];

    private static IEnumerable<string> Lines(DevContainerTaken taken, IReadOnlyList<DevContainerSetting> set) =>
    [
        taken.Variables.Count > 0 ? $"Variables set: {string.Join(", ", taken.Variables)}." : "No variable was set: there are none, or the workspace has them already.",
        .. set.Count > 0 ? (string[])[$"Settings of the workspace: {string.Join(", ", set.Select(setting => setting.Key))}."] : [],
        taken.Session is { } session ? $"Its commands run in the session {session.Id}: dispatch attach {session.Id}" : "It has no commands to run.",
    ];
}
