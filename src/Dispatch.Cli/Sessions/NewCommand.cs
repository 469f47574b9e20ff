using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Cli.Workspaces;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Sessions;

internal static class NewCommand
{
    public static DispatchCommand Create()
    {
        var name = new Option<string>("--name") { Description = "What to call it; else the command's own name.", HelpName = "NAME" };
        var cwd = new Option<string>("--cwd") { Description = "The folder to start in; else the one you are in, or the workspace's when you are outside of it.", HelpName = "DIR" };
        var cols = SizeOption.Create("--cols", "Columns, 1 to 1000; 80 when absent. An attached terminal sets its own.");
        var rows = SizeOption.Create("--rows", "Rows, 1 to 1000; 24 when absent. An attached terminal sets its own.");
        var plain = new Option<bool>("--no-shell-integration")
        {
            Description = "Leave the shell as it is: it won't mark its prompts and commands, and 'dispatch commands' has nothing to tell.",
        };
        var command = new Argument<string[]>("command")
        {
            Description = "The program and its arguments, after --; else your login shell.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        command.Validators.Add(UsageError.RefuseUnknownOption);
        var sandbox = new SandboxOptions();
        var created = new DispatchCommand(
            "new",
            "Start a session and print its id, nothing else.",
            "dispatch new",
            "dispatch new --name build --cwd ~/project -- make -j4",
            "dispatch new --workspace shop -- npm run dev",
            "dispatch new --offline -- ./unknown-script",
            "dispatch attach $(dispatch new)")
        {
            name, cwd, cols, rows, plain, WorkspaceOption.Instance, command,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var workspace = await WorkspaceOption.FindAsync(connection, parsed, cancellation);
            var session = await SessionApi.CreateAsync(connection, WorkspaceOption.Id(workspace), new CreateSession
            {
                RequestId = Guid.NewGuid().ToString("N"),
                Name = parsed.GetValue(name),
                Cwd = Folder(parsed.GetValue(cwd), workspace),
                Command = parsed.GetValue(command),
                Cols = parsed.GetValue(cols),
                Rows = parsed.GetValue(rows),
                ShellIntegration = parsed.GetValue(plain) ? false : null,
                Sandbox = sandbox.Of(parsed),
            }, cancellation);
            Streams.Out.WriteLine(session.Id);
            if (session.State == SessionState.Failed)
            {
                throw new Failure(session.Reason ?? $"The session {session.Id} could not be started");
            }
        });
        sandbox.AddTo(created);
        return created;
    }

    /// <summary>The server and its runner are on this machine, in another folder.</summary>
    public static string? Folder(string? named, WorkspaceInfo? workspace)
    {
        if (named == "~" || named?.StartsWith("~/", StringComparison.Ordinal) == true)
        {
            return named;
        }

        try
        {
            if (named is null && workspace is not null)
            {
                // By the workspace's own name of it: a sandbox knows no other.
                return IsWithin(Environment.CurrentDirectory, workspace.Folder)
                    ? Path.GetFullPath(Path.GetRelativePath(LibC.RealPath(workspace.Folder), LibC.RealPath(Environment.CurrentDirectory)), workspace.Folder)
                    : null;
            }

            return Path.GetFullPath(named is null or "" ? "." : named);
        }
        catch (IOException)
        {
            throw new Failure("The folder you are in is gone: change to another, or name one with --cwd");
        }
    }

    /// <summary>Whether a folder is another or lies in it, wherever links lead: the system knows the one that a shell is in by its own name.</summary>
    public static bool IsWithin(string folder, string outer)
    {
        (folder, outer) = (LibC.RealPath(folder), LibC.RealPath(outer));
        return folder == outer || folder.StartsWith(outer.TrimEnd('/') + "/", StringComparison.Ordinal);
    }
}
