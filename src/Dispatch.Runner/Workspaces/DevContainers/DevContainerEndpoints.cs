using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Access;
using Dispatch.Runner.Files;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Endpoints;
using Dispatch.Runner.Workspaces.Endpoints;

namespace Dispatch.Runner.Workspaces.DevContainers;

/// <summary>What a workspace's <c>devcontainer.json</c> says; and, when someone asks for it, what of it is taken. A repository runs nothing by itself.</summary>
internal static class DevContainerEndpoints
{
    private const string Item = WorkspaceEndpoints.Item + "/devcontainer";

    public static void MapDevContainers(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Item, Get)
            .RequireCapability(Capabilities.WorkspaceRead)
            .WithName("getDevContainer").WithSummary("What the workspace's devcontainer.json says, and what of it holds without a container")
            .WithDescription("Nothing (204) when it has none.")
            .Produces<DevContainer>().Produces(StatusCodes.Status204NoContent).Refuses(ErrorKind.Invalid, ErrorKind.NotFound);
        routes.MapPost(Item, TakeAsync)
            .RequireCapability(Capabilities.WorkspaceManage)
            .WithName("takeDevContainer").WithSummary("Take its variables, and run its commands in a session")
            .WithDescription("Variables that the workspace has already stay as they are. The commands run one after another, as long as each succeeds.")
            .Produces<DevContainerTaken>().Refuses(ErrorKind.Invalid, ErrorKind.Forbidden, ErrorKind.NotFound, ErrorKind.Conflict, ErrorKind.Unavailable);
    }

    private static IResult Get(string workspace, Workspace named)
    {
        var (found, error) = TryRead(named);
        return error is { Code: DevContainerFaultException.NotFound } ? Results.NoContent() : error?.ToResult() ?? Results.Ok(found);
    }

    private static (DevContainer? Found, Error? Error) TryRead(Workspace workspace)
    {
        try
        {
            return (DevContainerFiles.Read(workspace), null);
        }
        catch (DevContainerFaultException fault)
        {
            return (null, fault.Error);
        }
        catch (FileFaultException fault)
        {
            // The workspace's folder is gone, or the file can't be read.
            return (null, fault.Error);
        }
    }

    private static async Task<IResult> TakeAsync(
        string workspace, Workspace named, HttpContext http, WorkspaceRegistry workspaces, SessionCreation sessions, CancellationToken cancellation)
    {
        var (read, unread) = TryRead(named);
        if (read is not { } found)
        {
            return unread!.ToResult();
        }

        var caller = http.Caller();
        if (found.Commands.Count > 0 && !caller.Can(Capabilities.SessionCreate))
        {
            return new Error(ErrorKind.Forbidden, "capability.missing", $"Running its commands needs the capability '{Capabilities.SessionCreate}', which the token doesn't have.").ToResult();
        }

        // What someone set here says more than what a file of the repository does.
        var before = named.Record.Variables ?? new Dictionary<string, string>();
        var added = found.Variables.Where(variable => !before.ContainsKey(variable.Name) && !named.Secrets.ContainsKey(variable.Name)).ToList();
        if (before.Count + added.Count > VariableRules.Most)
        {
            return VariableRules.TooMany(workspace).ToResult();
        }

        if (added.Count > 0)
        {
            workspaces.Change(named, record => record with
            {
                Variables = before.Concat(added.Select(variable => KeyValuePair.Create(variable.Name, variable.Value))).ToDictionary(StringComparer.Ordinal),
            });
            await Confirmation.AwaitAsync(named, "The variables of devcontainer.json were set.", cancellation);
        }

        SessionInfo? session = null;
        if (found.Commands.Count > 0)
        {
            var (made, error) = await sessions.CreateAsync(named, Request(found), caller.Principal, CancellationToken.None);
            if (error is not null)
            {
                // All of it or nothing: a variable that was there already stayed what it was.
                workspaces.Change(named, record => record with
                {
                    Variables = record.Variables?.ExceptBy(added.Select(variable => variable.Name), variable => variable.Key).ToDictionary(StringComparer.Ordinal),
                });
                return error.ToResult();
            }

            session = made!.Info;
        }

        return Results.Ok(new DevContainerTaken([.. added.Select(variable => variable.Name)], session));
    }

    // Each is shown before it runs, as a shell does with -x.
    private static CreateSession Request(DevContainer found) => new()
    {
        Name = found.Name is { Length: > 0 and <= 60 } name ? $"Set up {name}" : "Set up",
        Command = ["/bin/sh", "-ec", string.Join('\n', found.Commands.Select(command => $"printf '+ %s\\n' {DevContainerReader.Quoted(command.Command)}\n(\n{command.Command}\n)"))],
    };
}
