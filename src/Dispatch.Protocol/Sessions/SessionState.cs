using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dispatch.Protocol.Sessions;

/// <summary>Where a session is in its life. JSON: the member's name in lower case.</summary>
[JsonConverter(typeof(SessionStateConverter))]
public enum SessionState
{
    /// <summary>Asked for; its process isn't there yet.</summary>
    Starting,

    /// <summary>Its process lives.</summary>
    Running,

    /// <summary>Its process ended; <see cref="SessionInfo.ExitCode"/> or <see cref="SessionInfo.Signal"/> says how.</summary>
    Exited,

    /// <summary>Its process could not be started; <see cref="SessionInfo.Reason"/> says why.</summary>
    Failed,

    /// <summary>Its process went away unseen, with the keeper or the machine.</summary>
    Lost,
}

internal sealed class SessionStateConverter() : JsonStringEnumConverter<SessionState>(JsonNamingPolicy.CamelCase);
