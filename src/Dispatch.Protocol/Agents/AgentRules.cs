using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dispatch.Protocol.Agents;

/// <summary>A standing answer to what agents of a workspace ask. Of those that fit, deny comes before ask, and ask before allow.</summary>
/// <param name="Id">10 characters of Crockford's base 32 in lower case, random.</param>
/// <param name="Agent">The agent that it is of, as <c>GET …/agents</c> names it; absent for any.</param>
/// <param name="Tool">One of <see cref="AgentTools"/>; absent for any.</param>
/// <param name="Pattern">
/// What the tool is used on; absent for anything. For a command: the whole of it, where <c>*</c> stands for any characters and a last <c> *</c>
/// for nothing too. For files: a glob as git has them, of the path below the workspace's folder; a leading <c>/</c> stands for that folder.
/// </param>
/// <param name="Decision">What is answered.</param>
/// <param name="Principal">Who made it.</param>
/// <param name="At">When it was made.</param>
/// <param name="Origin">How it came about.</param>
public sealed record AgentRule(
    string Id, string? Agent, string? Tool, string? Pattern, AgentDecision Decision, string Principal, DateTimeOffset At, AgentRuleOrigin Origin);

/// <summary>Answer of <c>GET /api/workspaces/{workspace}/agent-rules</c>, oldest first.</summary>
public sealed record AgentRuleList(IReadOnlyList<AgentRule> Items);

/// <summary>Body of <c>POST /api/workspaces/{workspace}/agent-rules</c>.</summary>
/// <param name="Decision">What is answered.</param>
/// <param name="Agent">As in <see cref="AgentRule"/>.</param>
/// <param name="Tool">As in <see cref="AgentRule"/>.</param>
/// <param name="Pattern">As in <see cref="AgentRule"/>; 1 to 500 characters, only with a tool that works on files or runs commands.</param>
/// <param name="Origin">Absent for <see cref="AgentRuleOrigin.Written"/>.</param>
public sealed record AddAgentRule(AgentDecision Decision, string? Agent = null, string? Tool = null, string? Pattern = null, AgentRuleOrigin? Origin = null);

/// <summary>What is answered to an agent. JSON: the member's name in lower case.</summary>
[JsonConverter(typeof(AgentDecisionConverter))]
public enum AgentDecision
{
    /// <summary>A person decides.</summary>
    Ask,

    Allow,

    Deny,
}

/// <summary>How a rule came about. JSON: the member's name in lower case.</summary>
[JsonConverter(typeof(AgentRuleOriginConverter))]
public enum AgentRuleOrigin
{
    /// <summary>Somebody wrote it.</summary>
    Written,

    /// <summary>Somebody answered a question so that it isn't asked again.</summary>
    Answered,
}

/// <summary>What was decided in a person's stead, or why it is a person's to decide.</summary>
/// <param name="Decision">What was decided.</param>
/// <param name="Why">One of <see cref="AgentReasons"/>.</param>
/// <param name="Rule">The rule as it was then, where it is one that decided.</param>
public sealed record AgentVerdict(AgentDecision Decision, string Why, AgentRule? Rule = null)
{
    /// <summary>Null for what is done where nobody said otherwise: of that there is nothing to say.</summary>
    [JsonIgnore]
    public AgentVerdict? Said => Why is AgentReasons.Default or AgentReasons.Answered ? null : this;
}

/// <summary>Why something was decided so.</summary>
public static class AgentReasons
{
    /// <summary>A rule of the workspace says so.</summary>
    public const string Rule = "rule";

    /// <summary>It is what is done where no rule says otherwise.</summary>
    public const string Default = "default";

    /// <summary>It was allowed in the same turn already.</summary>
    public const string Answered = "answered";

    /// <summary>It is outside of the workspace's folder.</summary>
    public const string Outside = "outside";

    /// <summary>Keys and sign-ins of other programs, or Dispatch's own data.</summary>
    public const string Keys = "keys";

    /// <summary>A repository's own files, by which programs would be run.</summary>
    public const string Repository = "repository";

    /// <summary>The agent is in plan mode.</summary>
    public const string Plan = "plan";
}

/// <summary>The sorts of tools that the Agent Client Protocol knows, and that a rule can be of.</summary>
public static class AgentTools
{
    public const string Read = "read", Edit = "edit", Delete = "delete", Move = "move", Search = "search", Execute = "execute", Think = "think", Fetch = "fetch", Other = "other";

    public static IReadOnlyList<string> All { get; } = [Read, Edit, Delete, Move, Search, Execute, Think, Fetch, Other];

    /// <summary>Those whose pattern is of paths.</summary>
    public static bool OfFiles(string? tool) => tool is Read or Edit or Delete or Move or Search;
}

/// <summary>Public for those who keep one in a text of their own.</summary>
public sealed class AgentDecisionConverter() : JsonStringEnumConverter<AgentDecision>(JsonNamingPolicy.CamelCase);

/// <summary>Public for those who keep one in a text of their own.</summary>
public sealed class AgentRuleOriginConverter() : JsonStringEnumConverter<AgentRuleOrigin>(JsonNamingPolicy.CamelCase);
