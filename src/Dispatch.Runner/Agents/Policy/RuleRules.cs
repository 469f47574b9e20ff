using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Problems;

namespace Dispatch.Runner.Agents.Policy;

/// <summary>What may be a rule: each refusal says what would be right.</summary>
internal static class RuleRules
{
    /// <summary>Of one workspace.</summary>
    public const int Most = 200;

    private const int LongestPattern = 500;
    private const int LongestAgent = 100;

    public static readonly Error TooMany = new(
        ErrorKind.Conflict, "agent-rule.too-many", $"The workspace has {Most} rules for agents, as many as may be. Remove one, or make one that stands for several.");

    public static Error NotFound(string id) => new(
        ErrorKind.NotFound, "agent-rule.not-found", $"The workspace has no rule '{id}' for agents. 'dispatch agents rules' lists those it has.");

    public static Error? Refuse(AddAgentRule request)
    {
        if (request.Agent is { } agent && (agent.Length is 0 or > LongestAgent || agent.Any(char.IsControl)))
        {
            return new Error(ErrorKind.Invalid, "agent-rule.bad-agent", $"An agent's name has 1 to {LongestAgent} characters and no control characters. Leave it out for any agent.");
        }

        if (request.Tool is { } tool && !AgentTools.All.Contains(tool))
        {
            return new Error(ErrorKind.Invalid, "agent-rule.bad-tool", $"There is no sort of tool '{tool}'. Name one of {string.Join(", ", AgentTools.All)}, or leave it out for any.");
        }

        if (request.Pattern is not { } pattern)
        {
            return null;
        }

        return request.Tool is not AgentTools.Execute && !AgentTools.OfFiles(request.Tool)
            ? BadPattern("only a rule of a tool that runs commands or works on files has one")
            : string.IsNullOrWhiteSpace(pattern) || pattern.Length > LongestPattern || pattern.Any(char.IsControl)
                ? BadPattern($"it has 1 to {LongestPattern} characters and no control characters")
                : AgentTools.OfFiles(request.Tool) ? OfPath(pattern) : null;
    }

    private static Error? OfPath(string pattern)
    {
        if (pattern.Split('/').Contains(".."))
        {
            return BadPattern("it is of paths inside of the workspace, so it has no '..'");
        }

        try
        {
            PathPattern.Of(pattern);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return BadPattern("it is no glob; see https://git-scm.com/docs/gitignore");
        }
    }

    private static Error BadPattern(string why) => new(
        ErrorKind.Invalid, "agent-rule.bad-pattern", $"The pattern can't be a rule's: {why}. Examples: 'src/**' for files, 'npm test *' for commands.");
}
