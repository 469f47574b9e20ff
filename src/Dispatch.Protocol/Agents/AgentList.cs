namespace Dispatch.Protocol.Agents;

/// <summary>Answer of <c>GET /api/workspaces/{workspace}/agents</c>.</summary>
/// <param name="NoSandbox">Why agents can't be given a sandbox here, with the next step; absent when they are.</param>
public sealed record AgentList(IReadOnlyList<AgentInfo> Items, string? NoSandbox);

/// <summary>An agent that can be started as a session.</summary>
/// <param name="Id">What <c>agent</c> of a new session names it by.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Installed">Whether the program was found.</param>
/// <param name="Install">How it is installed by hand; absent for one of one's own.</param>
/// <param name="SignIn">How one signs in to it, where that isn't done in the page.</param>
/// <param name="Package">The npm package that is installed into the data folder on request; absent where there is none.</param>
/// <param name="Managed">True when it is installed in the data folder, and can be removed from there.</param>
/// <param name="Registered">True when it was registered here (<c>dispatch agents add</c>), and can be removed.</param>
public sealed record AgentInfo(
    string Id, string Title, IReadOnlyList<string> Command, bool Installed, string? Install, string? SignIn, string? Package = null, bool? Managed = null, bool? Registered = null);

/// <summary>Body of <c>PUT /api/workspaces/{workspace}/agents/{agent}</c>: an agent of one's own, for all workspaces of the runner.</summary>
public sealed record RegisterAgent
{
    /// <summary>The program and its arguments: it speaks the Agent Client Protocol on its pipes.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>What people call it, at most 100 characters; its name when absent.</summary>
    public string? Title { get; init; }

    /// <summary>Variables added to its environment. They are never told again.</summary>
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>The npm package that has the program, as <c>npm install</c> takes it; absent for one that is installed otherwise.</summary>
    public string? Package { get; init; }
}
