using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Files;

namespace Dispatch.Runner.Agents.Policy;

/// <summary>What an agent, and whoever watches it, is told of something that was denied to it.</summary>
internal static class Denials
{
    private const int LongestSubject = 300;

    public static Error Of(AgentVerdict verdict, string subject)
    {
        subject = subject.Length > LongestSubject ? subject[..LongestSubject] + "…" : subject;
        return verdict.Why switch
        {
            AgentReasons.Outside => FileFault.Outside(subject).Error,
            AgentReasons.Repository => new Error(ErrorKind.Forbidden, "agent.git-folder", $"'{subject}' is git's own. Use git to change it."),
            AgentReasons.Keys => new Error(ErrorKind.Forbidden, "agent.keys", $"'{subject}' is where keys and sign-ins lie. No agent is given them."),
            AgentReasons.Plan => new Error(ErrorKind.Forbidden, "agent.plan-mode", $"'{subject}' isn't changed in plan mode. Finish the plan, and leave that mode."),
            _ => new Error(ErrorKind.Forbidden, "agent.denied", $"A rule of this workspace denies this: {subject}. Do it otherwise, or ask the user."),
        };
    }
}
