namespace Dispatch.Protocol.Agents;

/// <summary>Answer of <c>GET /api/workspaces/{workspace}/agents</c>.</summary>
/// <param name="NoSandbox">Why agents can't be given a sandbox here, with the next step; absent when they are.</param>
public sealed record AgentList(IReadOnlyList<AgentInfo> Items, string? NoSandbox);

/// <summary>An agent that can be started as a session.</summary>
/// <param name="Id">What <c>agent</c> of a new session names it by.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Installed">Whether the program was found.</param>
/// <param name="Install">How it is installed; absent for one of <c>runner.json</c>.</param>
/// <param name="SignIn">How one signs in to it, where that isn't done in the page.</param>
public sealed record AgentInfo(string Id, string Title, IReadOnlyList<string> Command, bool Installed, string? Install, string? SignIn);
