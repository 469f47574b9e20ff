using Dispatch.Protocol.Access;

namespace Dispatch.Server.Identity;

/// <summary>
/// Tokens for programs: each is a principal of its own, so that what is done with it is told from what its maker does, with grants that are
/// some of its maker's; it is in its maker's list of devices and signed out there.
/// </summary>
internal static class AccessToken
{
    public const string Prefix = "dt_";

    public static readonly IReadOnlyList<string> Reading = [Capabilities.SessionList, Capabilities.SessionRead, Capabilities.FileRead, Capabilities.WorkspaceRead];

    public static readonly IReadOnlyList<string> Doing = [.. Reading, Capabilities.SessionCreate, Capabilities.SessionWrite, Capabilities.SessionManage];
}
