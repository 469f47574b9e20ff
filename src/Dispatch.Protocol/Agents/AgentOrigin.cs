namespace Dispatch.Protocol.Agents;

/// <summary>Answer of <c>GET /api/workspaces/{workspace}/agents/origin</c>: the turn that wrote a line of a file as it is now.</summary>
/// <param name="Session">The agent's session.</param>
/// <param name="Name">What that is called.</param>
/// <param name="Turn">From 1.</param>
/// <param name="Prompt">The beginning of what was asked, at most 1000 characters.</param>
/// <param name="By">Who asked it: a principal.</param>
/// <param name="At">When the turn had ended.</param>
/// <param name="Calls">The tool calls of the turn that named the file, at most 20. Untrusted.</param>
public sealed record AgentOrigin(string Session, string Name, int Turn, string Prompt, string By, DateTimeOffset At, IReadOnlyList<OriginCall> Calls);

/// <param name="Id">The protocol's <c>toolCallId</c>.</param>
/// <param name="Answer">What was answered when the agent asked for it: the option's id; absent when it didn't ask.</param>
/// <param name="AnsweredBy">Who did: a principal; empty for a rule.</param>
public sealed record OriginCall(string Id, string Title, string? Answer, string? AnsweredBy);
