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
                var taken = await WorkspaceApi.TakeDevContainerAsync(connection, found.Id, cancellation);
                Show(parsed.GetValue(json), taken, Wire.Default.DevContainerTaken, Lines(taken));
                return;
            }

            var said = await WorkspaceApi.DevContainerAsync(connection, found.Id, cancellation);
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
        .. said.Ports.Select(port => $"port        {port}, as it is: it is this machine's own"),
        .. said.Ignored.Select(ignored => $"no effect   {ignored.Property}: {ignored.Reason}"),
    ];

    private static IEnumerable<string> Lines(DevContainerTaken taken) =>
    [
        taken.Variables.Count > 0 ? $"Variables set: {string.Join(", ", taken.Variables)}." : "No variable was set: there are none, or the workspace has them already.",
        taken.Session is { } session ? $"Its commands run in the session {session.Id}: dispatch attach {session.Id}" : "It has no commands to run.",
    ];
}
