using System.Text.Json;

namespace Dispatch.Protocol.Sessions;

/// <summary>
/// What a workspace's <c>devcontainer.json</c> says, and what of it holds without a container. Answer of <c>GET /api/workspaces/{workspace}/devcontainer</c>;
/// nothing (204) when it has none.
/// (The format: https://containers.dev/implementors/json_reference.)
/// </summary>
/// <param name="Path">The file, from the workspace's folder.</param>
/// <param name="Commands">What it wants run once the folder is there, in its order. Nothing of it is run before someone asks for it.</param>
/// <param name="Variables">Of <c>containerEnv</c> and <c>remoteEnv</c>, with what is known of this machine filled in.</param>
/// <param name="Ports">Of <c>forwardPorts</c>: without a container they are this machine's own, and need no forwarding.</param>
/// <param name="Ignored">What has no meaning without a container, or none here, and why.</param>
public sealed record DevContainer(
    string Path,
    IReadOnlyList<DevContainerCommand> Commands,
    IReadOnlyList<Variable> Variables,
    IReadOnlyList<int> Ports,
    IReadOnlyList<DevContainerIgnored> Ignored)
{
    /// <summary>What it calls itself.</summary>
    public string? Name { get; init; }

    /// <summary>Of <c>customizations</c>: what Dispatch has a setting for. The settings are the server's: whoever takes the file sets them for the workspace.</summary>
    public IReadOnlyList<DevContainerSetting>? Settings { get; init; }

    /// <summary>For an environment that is a container: the image that it would be made of.</summary>
    public string? Image { get; init; }

    /// <summary>For an environment that is a container: what would be installed into it, by their names.</summary>
    public IReadOnlyList<string>? Features { get; init; }
}

/// <param name="When">The property: <c>onCreateCommand</c>, <c>updateContentCommand</c>, <c>postCreateCommand</c>.</param>
/// <param name="Command">As a line for a shell.</param>
public sealed record DevContainerCommand(string When, string Command);

/// <param name="Property">Its name in the file.</param>
/// <param name="Reason">Why nothing is made of it.</param>
/// <param name="Kept">True for what would hold in an environment that is a container.</param>
public sealed record DevContainerIgnored(string Property, string Reason, bool? Kept = null);

/// <param name="Property">Where the file says it.</param>
/// <param name="Key">The setting here: <c>terminal.fontSize</c>.</param>
/// <param name="Value">Its value, which a workspace may have.</param>
public sealed record DevContainerSetting(string Property, string Key, JsonElement Value);

/// <summary>Answer of <c>POST …/devcontainer</c>: what was taken from the file.</summary>
/// <param name="Variables">The names of the variables that the workspace has now.</param>
/// <param name="Session">The session in which the commands run; absent when there are none.</param>
public sealed record DevContainerTaken(IReadOnlyList<string> Variables, SessionInfo? Session = null);
