using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Endpoints;
using Dispatch.Runner.Workspaces.Endpoints;

namespace Dispatch.Runner.Workspaces.Variables;

/// <summary>A workspace's plain variables, kept in its log; and the door by which the server gives the secret ones.</summary>
internal static class VariableEndpoints
{
    private const string Collection = WorkspaceEndpoints.Item + "/variables";

    public static void MapVariables(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Collection, (string workspace, Workspace named) => Results.Ok(List(named)))
            .RequireCapability(Capabilities.WorkspaceRead)
            .WithName("listVariables").WithSummary("A workspace's environment variables, without the secret ones")
            .Produces<VariableList>().Refuses(ErrorKind.NotFound);
        routes.MapPut(Collection + "/{name}", SetAsync)
            .RequireCapability(Capabilities.WorkspaceManage)
            .WithName("setVariable").WithSummary("Set an environment variable for the workspace's sessions, from their next start on")
            .Produces(StatusCodes.Status204NoContent).Refuses(ErrorKind.Invalid, ErrorKind.NotFound, ErrorKind.Conflict);
        routes.MapDelete(Collection + "/{name}", RemoveAsync)
            .RequireCapability(Capabilities.WorkspaceManage)
            .WithName("removeVariable").WithSummary("Remove an environment variable of the workspace")
            .Produces(StatusCodes.Status204NoContent).Refuses(ErrorKind.NotFound);
        routes.MapPut("/runner/secrets", (RunnerSecrets all, SecretVariables secrets) =>
            {
                secrets.Take(all);
                return Results.NoContent();
            })
            .RequireCapability(Capabilities.RunnerManage).ExcludeFromDescription();
    }

    private static VariableList List(Workspace workspace) => new(
        [.. (workspace.Record.Variables ?? new Dictionary<string, string>()).OrderBy(variable => variable.Key, StringComparer.Ordinal).Select(variable => new Variable(variable.Key, variable.Value))]);

    private static async Task<IResult> SetAsync(
        string workspace, string name, SetVariable request, Workspace named, WorkspaceRegistry workspaces, CancellationToken cancellation)
    {
        var refusal = VariableRules.Refuse(name, request.Value)
            ?? (named.Secrets.ContainsKey(name) ? IsSecret(name) : null)
            ?? (named.Record.Variables is { Count: >= VariableRules.Most } full && !full.ContainsKey(name) ? VariableRules.TooMany(workspace) : null);
        if (refusal is not null)
        {
            return refusal.ToResult();
        }

        workspaces.Change(named, record => record with
        {
            Variables = new Dictionary<string, string>(record.Variables ?? new Dictionary<string, string>(), StringComparer.Ordinal) { [name] = request.Value },
        });
        await Confirmation.AwaitAsync(named, $"The variable {name} was set.", cancellation);
        return Results.NoContent();
    }

    private static async Task<IResult> RemoveAsync(string workspace, string name, Workspace named, WorkspaceRegistry workspaces, CancellationToken cancellation)
    {
        if (named.Record.Variables?.ContainsKey(name) is not true)
        {
            return VariableRules.NotFound(name, workspace).ToResult();
        }

        workspaces.Change(named, record => record with
        {
            Variables = record.Variables!.Where(variable => variable.Key != name).ToDictionary(StringComparer.Ordinal),
        });
        await Confirmation.AwaitAsync(named, $"The variable {name} was removed.", cancellation);
        return Results.NoContent();
    }

    private static Error IsSecret(string name) => new(
        ErrorKind.Conflict, "variable.is-secret", $"'{name}' is a secret variable of this workspace. Set it as a secret again, or remove the secret first.");
}
