using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Sessions;

internal static class NewCommand
{
    public static DispatchCommand Create()
    {
        var name = new Option<string>("--name") { Description = "What to call it; else the command's own name.", HelpName = "NAME" };
        var cwd = new Option<string>("--cwd") { Description = "The folder to start in; else the one you are in.", HelpName = "DIR" };
        var cols = SizeOption("--cols", "Columns", 80);
        var rows = SizeOption("--rows", "Rows", 24);
        var command = new Argument<string[]>("command")
        {
            Description = "The program and its arguments, after --; else your login shell.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        command.Validators.Add(UsageError.RefuseUnknownOption);
        return new DispatchCommand(
            "new",
            "Start a session and print its id, nothing else.",
            "dispatch new",
            "dispatch new --name build --cwd ~/project -- make -j4",
            "dispatch attach $(dispatch new)")
        {
            name, cwd, cols, rows, command,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var session = await SessionApi.CreateAsync(connection, new CreateSession
            {
                RequestId = Guid.NewGuid().ToString("N"),
                Name = parsed.GetValue(name),
                Cwd = Folder(parsed.GetValue(cwd)),
                Command = parsed.GetValue(command),
                Cols = parsed.GetValue(cols),
                Rows = parsed.GetValue(rows),
            }, cancellation);
            Streams.Out.WriteLine(session.Id);
            if (session.State == SessionState.Failed)
            {
                throw new Failure(session.Reason ?? $"The session {session.Id} could not be started");
            }
        });
    }

    /// <summary>The server and its runner are on this machine, in another folder.</summary>
    private static string Folder(string? named)
    {
        if (named == "~" || named?.StartsWith("~/", StringComparison.Ordinal) == true)
        {
            return named;
        }

        try
        {
            return Path.GetFullPath(named is null or "" ? "." : named);
        }
        catch (IOException)
        {
            throw new Failure("The folder you are in is gone: change to another, or name one with --cwd");
        }
    }

    private static Option<int?> SizeOption(string name, string what, int usual)
    {
        var option = new Option<int?>(name) { Description = $"{what}, 1 to 1000; {usual} when absent. An attached terminal sets its own.", HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }] && int.TryParse(value, out var size) && size is < 1 or > 1000)
            {
                result.AddError($"{name} {size} is out of range: 1 to 1000");
            }
        });
        return option;
    }
}
