using Dispatch.Protocol.Access;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Endpoints;
using Dispatch.Runner.Workspaces;
using Dispatch.Runner.Workspaces.Endpoints;

namespace Dispatch.Runner.Agents.Policy;

/// <summary>A workspace's standing answers to what agents ask: seen by whoever may see the workspace, made by whoever may start agents in it.</summary>
internal static partial class RuleEndpoints
{
    private const string Collection = WorkspaceEndpoints.Item + "/agent-rules";

    public static void MapAgentRules(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Collection, (string workspace, Workspace named) => Results.Ok(new AgentRuleList(named.AgentRules.All)))
            .RequireCapability(Capabilities.WorkspaceRead)
            .WithName("listAgentRules").WithSummary("What agents may do in a workspace without asking, and what they may not").WithTags("Agents")
            .Produces<AgentRuleList>().Refuses(ErrorKind.NotFound);
        routes.MapPost(Collection, AddAsync)
            .RequireCapability(Capabilities.WorkspaceManage)
            .WithName("addAgentRule").WithSummary("Answer once and for all what agents ask").WithTags("Agents")
            .WithDescription("Of the rules that fit, deny comes before ask, and ask before allow. One that is there already is given as it is. It counts from the next question on.")
            .Produces<AgentRule>(StatusCodes.Status201Created).Refuses(ErrorKind.Invalid, ErrorKind.NotFound, ErrorKind.Conflict, ErrorKind.Unavailable);
        routes.MapDelete(Collection + "/{id}", RemoveAsync)
            .RequireCapability(Capabilities.WorkspaceManage)
            .WithName("removeAgentRule").WithSummary("Have agents ask again").WithTags("Agents")
            .Produces(StatusCodes.Status204NoContent).Refuses(ErrorKind.NotFound, ErrorKind.Unavailable);
    }

    private static async Task<IResult> AddAsync(
        string workspace, AddAgentRule request, Workspace named, HttpContext http, TimeProvider time, ILogger<RuleBook> logger, CancellationToken cancellation)
    {
        if (RuleRules.Refuse(request) is { } refusal)
        {
            return refusal.ToResult();
        }

        var principal = http.Caller().Principal;
        var (rule, error) = named.AgentRules.Add(new AgentRule(
            SessionId.New(), request.Agent, request.Tool, request.Pattern?.Trim(), request.Decision, principal, time.GetUtcNow(), request.Origin ?? AgentRuleOrigin.Written));
        if (rule is null)
        {
            return error!.ToResult();
        }

        LogAdded(logger, rule.Id, workspace, principal, rule.Decision, rule.Tool ?? "any tool");
        await Confirmation.AwaitAsync(named, "The rule was made.", cancellation);
        return Results.Created($"{WorkspaceEndpoints.Collection}/{workspace}/agent-rules/{rule.Id}", rule);
    }

    private static async Task<IResult> RemoveAsync(string workspace, string id, Workspace named, HttpContext http, ILogger<RuleBook> logger, CancellationToken cancellation)
    {
        if (named.AgentRules.Remove(id) is not { } removed)
        {
            return RuleRules.NotFound(id).ToResult();
        }

        var principal = http.Caller().Principal;
        LogRemoved(logger, removed.Id, workspace, principal, removed.Decision, removed.Tool ?? "any tool");
        await Confirmation.AwaitAsync(named, "The rule was removed.", cancellation);
        return Results.NoContent();
    }

    [LoggerMessage(EventId = 152, Level = LogLevel.Information, Message = "The rule {Rule} for agents of {Workspace} was made by {Principal}: {Decision} {Tool}")]
    private static partial void LogAdded(ILogger logger, string rule, string workspace, string principal, AgentDecision decision, string tool);

    [LoggerMessage(EventId = 151, Level = LogLevel.Information, Message = "The rule {Rule} for agents of {Workspace} was removed by {Principal}: {Decision} {Tool}")]
    private static partial void LogRemoved(ILogger logger, string rule, string workspace, string principal, AgentDecision decision, string tool);
}
