using System.Text.Json;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Protocol.Agents;

/// <summary>
/// Answer of <c>GET …/sessions/{id}/conversation</c>: a stretch of an agent's conversation, so that whoever shows it needs not begin at its beginning.
/// Attaching from its <paramref name="Seq"/> goes on where it ends.
/// </summary>
/// <param name="Epoch">The log's epoch.</param>
/// <param name="Seq">The position that it is as of.</param>
/// <param name="Before">What an earlier stretch is asked for with; absent when this is the beginning.</param>
/// <param name="Earlier">How many turns lie before it.</param>
/// <param name="Present">How things are at <paramref name="Seq"/>; only of the last stretch.</param>
/// <param name="Events">The events from a prompt on, with what came in pieces put together: a text, a tool call with what became of it.</param>
public sealed record AgentConversation(int Epoch, long Seq, long? Before, int Earlier, AgentPresent? Present, IReadOnlyList<EventMessage> Events);

/// <summary>How it is with an agent now, wherever that was said.</summary>
/// <param name="Ready">Whether it can be prompted.</param>
/// <param name="Held">Whether what is queued waits for a person.</param>
/// <param name="Queue">What is to be prompted next, in order.</param>
/// <param name="Line">The turns that are the conversation, as ranges of first and last; what else there was it was rolled back from.</param>
/// <param name="Latest">The last of each fact that holds until the next of its type, such as <c>agent.ready</c>: its payload by its type.</param>
public sealed record AgentPresent(
    bool Ready, bool Held, IReadOnlyList<AgentQueued> Queue, IReadOnlyList<TurnRange> Line, IReadOnlyDictionary<string, JsonElement> Latest);

/// <param name="First">The first turn.</param>
/// <param name="Last">The last, which may be the same.</param>
public sealed record TurnRange(int First, int Last);

/// <summary>Of a new session of kind <c>agent</c>: it begins with another's conversation.</summary>
/// <param name="Session">The session that it is taken from, in the same workspace.</param>
/// <param name="Turn">The last turn that is taken; the last that has ended when absent.</param>
public sealed record ForkOf(string Session, int? Turn = null);

/// <summary>A whole conversation, as <c>GET …/conversation/export?format=json</c> gives it.</summary>
/// <param name="Version">1.</param>
/// <param name="Session">The session as it was then.</param>
/// <param name="Line">The turns that are the conversation; the others it was rolled back from.</param>
/// <param name="Events">All events, with what came in pieces put together.</param>
public sealed record ExportedConversation(int Version, SessionInfo Session, IReadOnlyList<TurnRange> Line, IReadOnlyList<EventMessage> Events);
