using Dispatch.Protocol.Problems;
using Dispatch.Server.Identity;

namespace Dispatch.Server.Access;

/// <summary>Who may do what: the one place that says so.</summary>
internal static class AccessDecision
{
    /// <param name="caller">Who asks; null when nobody is signed in.</param>
    /// <param name="capability">What the endpoint declares; null when it declares nothing, which nobody may use.</param>
    /// <param name="workspace">Where; null for what concerns the whole server, which takes a grant on every workspace.</param>
    /// <returns>Null to go ahead, else the refusal.</returns>
    public static Error? Decide(Caller? caller, string? capability, string? workspace)
    {
        if (capability is null)
        {
            return new Error(ErrorKind.Forbidden, "access.undeclared", "This endpoint declares no capability, so nobody may use it; report it as a bug.");
        }

        if (caller is null)
        {
            return new Error(ErrorKind.Unauthenticated, "access.not-signed-in", "Nobody is signed in; sign in with the access key (dispatch key) or a sign-in link (dispatch open).");
        }

        if (Holds(caller.Grants, capability, workspace))
        {
            return null;
        }

        var place = workspace is null ? "this server" : $"workspace {workspace}";
        return new Error(ErrorKind.Forbidden, "access.denied", $"{caller.Name} lacks {capability} on {place}; ask its owner for it.");
    }

    /// <summary>Those of <paramref name="capabilities"/> that the grants give in the place.</summary>
    public static IReadOnlyList<string> Held(IReadOnlyList<Grant> grants, IReadOnlyList<string> capabilities, string? workspace) =>
        [.. capabilities.Where(capability => Holds(grants, capability, workspace))];

    private static bool Holds(IReadOnlyList<Grant> grants, string capability, string? workspace)
    {
        foreach (var grant in grants)
        {
            if ((grant.Capability == Grant.Any || grant.Capability == capability)
                && (grant.Workspace == Grant.Any || (workspace is not null && grant.Workspace == workspace)))
            {
                return true;
            }
        }

        return false;
    }
}
