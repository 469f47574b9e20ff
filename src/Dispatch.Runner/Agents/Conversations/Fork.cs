using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Agents.Conversations;

/// <summary>A session that begins with another's conversation. The turns are taken over whole, so that it stays when the other is removed.</summary>
/// <param name="Request">What is asked for, with what the other session says where it says nothing.</param>
internal sealed record Fork(CreateSession Request, IReadOnlyList<TakenOver> Past)
{
    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal)
    {
        AgentEvents.Prompted, AgentEvents.Said, AgentEvents.Thought, AgentEvents.ToolCalled, AgentEvents.ToolUpdated, AgentEvents.Planned,
        AgentEvents.TurnEnded, AgentEvents.TurnFailed,
    };

    /// <summary>Nothing of both when none was asked for.</summary>
    public static async ValueTask<(Fork? Fork, Error? Error)> PrepareAsync(
        Workspace workspace, SessionRegistry sessions, CreateSession request, CancellationToken cancellation)
    {
        if (request.Fork is not { } of)
        {
            return (null, null);
        }

        if (sessions.Find(workspace.Id, of.Session ?? "") is not { } source)
        {
            return (null, SessionRules.NotFound(of.Session ?? ""));
        }

        if (source.Driver is not AgentDriver driver)
        {
            return (null, ReadConversation.NoAgent(source.Id));
        }

        var state = driver.Known();
        var ended = state.Line.Last == state.Turn ? state.Line.Through(state.Turn.Value - 1) : state.Line;
        var turn = of.Turn ?? ended.Last;
        if (turn == 0 || !ended.Contains(turn))
        {
            return (null, new Error(ErrorKind.Invalid, "agent.turn-unknown", $"The conversation of {source.Id} has no turn {turn} that has ended, or was rolled back from it."));
        }

        var line = ended.Through(turn);
        var pieces = await ConversationReader.AllAsync(source, source.Log.LastSeq, cancellation);

        // All of it the agent may have itself, of which it can make another; not one that was started anew and has been told nothing of before.
        var whole = state.Line.Last == turn && state.Turn is null && !state.Missing ? state.AgentSession : null;
        var origin = new AgentForked(source.Id, source.Info.Name, turn, whole);
        var facts = pieces
            .Where(piece => line.Contains(piece.Turn) && Kept.Contains(piece.Type))
            .GroupBy(piece => piece.Turn)
            .SelectMany(Whole);
        var created = source.Created;
        var forked = request with
        {
            Kind = AgentDriver.Kind,
            Agent = request.Agent ?? created.Agent,
            Command = request.Command ?? (request.Agent is null ? created.Command : null),
            Cwd = request.Cwd ?? created.Cwd,
            Env = request.Env ?? created.Env,
            Sandbox = request.Sandbox ?? created.Sandbox ?? SandboxMode.None,
        };
        return (new Fork(forked, [new(AgentEvents.Forked, "", JsonSerializer.SerializeToUtf8Bytes(origin, Wire.Default.AgentForked)), .. facts]), null);
    }

    // One that its agent didn't live to end has ended all the same.
    private static IEnumerable<TakenOver> Whole(IGrouping<int, Piece> turn)
    {
        var facts = turn.SelectMany(Facts);
        return turn.Any(piece => piece.Type is AgentEvents.TurnEnded or AgentEvents.TurnFailed)
            ? facts
            : facts.Append(new TakenOver(AgentEvents.TurnEnded, "", JsonSerializer.SerializeToUtf8Bytes(new AgentTurnEnded(turn.Key, "interrupted", null), Wire.Default.AgentTurnEnded)));
    }

    // What was put together may be more than one event can be.
    private static IEnumerable<TakenOver> Facts(Piece piece)
    {
        var data = piece.Data!.Value;
        return JsonRpc.Of(data, "update") is { } update && !Fitting.Fits(update)
            ? Fitting.Of(update).Select(part => Fact(JsonSerializer.SerializeToElement(new AgentUpdated(piece.Turn, part), Wire.Default.AgentUpdated)))
            : [Fact(data)];

        TakenOver Fact(JsonElement payload) => new(piece.Type, piece.Principal, JsonSerializer.SerializeToUtf8Bytes(payload, Wire.Default.JsonElement));
    }
}
