using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents;

/// <summary>Records a fact about an agent session, for everyone attached and for the feed. Not within the log's lock.</summary>
internal static class AgentFacts
{
    /// <param name="principal">Empty when nobody did it.</param>
    public static void Append<T>(Session session, string type, string principal, T fact, JsonTypeInfo<T> json)
    {
        session.Events.Append(session, SessionFacts.Type(session, type), SessionFacts.Principal(session, principal), JsonSerializer.SerializeToUtf8Bytes(fact, json));
        session.Wake();
        session.Workspace.Facts.Advance();
    }
}
