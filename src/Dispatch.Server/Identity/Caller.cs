using Dispatch.Server.Access;

namespace Dispatch.Server.Identity;

/// <summary>Who makes a request, and what they may do.</summary>
/// <param name="Principal">The id of the principal.</param>
/// <param name="Name">Its name.</param>
/// <param name="Device">The id of the signed-in device; that of the token of a program with one; null for a program with the access key.</param>
/// <param name="AccessVersion">The principal's access version that the grants were read at.</param>
/// <param name="Grants">What it may do.</param>
internal sealed record Caller(string Principal, string Name, string? Device, long AccessVersion, IReadOnlyList<Grant> Grants)
{
    /// <summary>Whether a cookie told who it is, which a browser sends with whatever page's request.</summary>
    public bool ByCookie => Device is not null && !Identifier.IsToken(Device);
}
