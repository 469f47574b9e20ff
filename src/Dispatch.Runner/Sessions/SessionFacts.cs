using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Sessions;

/// <summary>Records a fact about a session: committed, seen by everyone attached and by the feed.</summary>
internal static class SessionFacts
{
    public static void Started(Session session, int pid, bool? metered = null) =>
        Record(session, EventTypes.SessionStarted, "", new SessionStarted(pid, metered), Wire.Default.SessionStarted);

    public static void Failed(Session session, string reason) =>
        Record(session, EventTypes.SessionFailed, "", new SessionFailed(reason), Wire.Default.SessionFailed);

    public static void Lost(Session session, string reason) =>
        Record(session, EventTypes.SessionLost, "", new SessionLost(reason), Wire.Default.SessionLost);

    public static void Renamed(Session session, string principal, string name) =>
        Record(session, EventTypes.SessionRenamed, principal, new SessionRenamed(name), Wire.Default.SessionRenamed);

    public static void Removed(Session session, string principal)
    {
        session.Events.Remove(session, Type(session, EventTypes.SessionRemoved), Principal(session, principal));
        session.Workspace.Facts.Advance();
    }

    public static int Type(Session session, string name) => session.Events.Names.Id(name, session.Events);

    public static int Principal(Session session, string id) => session.Events.Names.Id(id, session.Events);

    private static void Record<T>(Session session, string type, string principal, T fact, JsonTypeInfo<T> json)
    {
        session.Events.Append(session, Type(session, type), Principal(session, principal), JsonSerializer.SerializeToUtf8Bytes(fact, json));
        session.Workspace.Facts.Advance();
    }
}
