using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Workspaces;

internal static class NewWorkspaceCommand
{
    public static DispatchCommand Create()
    {
        var name = new Argument<string>("name") { Description = "What to call it; else the folder's own name.", Arity = ArgumentArity.ZeroOrOne };
        name.Validators.Add(UsageError.RefuseUnknownOption);
        var folder = new Option<string>("--folder") { Description = "Where it is to be; else a new folder of its name in ~/workspaces.", HelpName = "DIR" };
        var existing = new Option<bool>("--existing") { Description = "The folder is there already, with what is in it." };
        var template = new Option<string>("--template") { Description = "What to fill the new folder from: an id of 'dispatch workspace templates'.", HelpName = "ID" };
        var parameters = new Option<string[]>("--param") { Description = "A parameter of the template; may be given several times.", HelpName = "NAME=VALUE" };
        var json = new Option<bool>("--json") { Description = "What was made as JSON, for programs." };
        existing.Validators.Add(result =>
        {
            if (result.GetValue(existing) && result.GetValue(folder) is null)
            {
                result.AddError("--existing needs the folder: --folder DIR");
            }
        });
        parameters.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.IndexOf('=', StringComparison.Ordinal) <= 0) is { } bad)
            {
                result.AddError($"--param takes NAME=VALUE, not '{bad.Value}'");
            }
            else if (result.GetResult(template) is null)
            {
                result.AddError("--param is of a template: --template ID");
            }
        });
        return new DispatchCommand(
            "new",
            "Make a workspace and print its id, nothing else.",
            "dispatch workspace new notes",
            "dispatch workspace new --existing --folder ~/src/shop",
            "dispatch workspace new shop --template python --param package=shop")
        {
            name, folder, existing, template, parameters, json,
        }.Runs(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(name) is null && parsed.GetValue(folder) is null)
            {
                throw Failure.Usage("A workspace needs a name, or a folder to be called like. See: dispatch workspace new --help");
            }

            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var made = await WorkspaceApi.CreateAsync(connection, new CreateWorkspace
            {
                Name = parsed.GetValue(name),
                Folder = CallersFolder.Of(parsed.GetValue(folder)),
                Existing = parsed.GetValue(existing) ? true : null,
                Template = parsed.GetValue(template),
                Parameters = Pairs(parsed.GetValue(parameters)),
            }, cancellation);
            foreach (var session in made.NotStarted ?? [])
            {
                Streams.Error.WriteLine($"The session '{SafeText.Line(session.Name)}' was not started: {SafeText.Line(session.Reason)}");
            }

            if (parsed.GetValue(json))
            {
                JsonOutput.Write(made, Wire.Default.WorkspaceInfo);
            }
            else
            {
                Streams.Out.WriteLine(made.Id);
            }
        });
    }

    private static Dictionary<string, string>? Pairs(string[]? given)
    {
        if (given is null or [])
        {
            return null;
        }

        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in given)
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            pairs[pair[..at]] = pair[(at + 1)..];
        }

        return pairs;
    }
}
