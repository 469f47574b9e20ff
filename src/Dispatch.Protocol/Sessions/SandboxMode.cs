using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dispatch.Protocol.Sessions;

/// <summary>What a session's program may reach. JSON: the member's name in lower case.</summary>
[JsonConverter(typeof(SandboxModeConverter))]
public enum SandboxMode
{
    /// <summary>All that the account may.</summary>
    None,

    /// <summary>It writes in the workspace's folder alone, sees neither Dispatch's data nor other processes, and has the network.</summary>
    Workspace,

    /// <summary>The same without any network.</summary>
    Offline,
}

/// <summary>Public for those who keep one in a text of their own.</summary>
public sealed class SandboxModeConverter() : JsonStringEnumConverter<SandboxMode>(JsonNamingPolicy.CamelCase);
