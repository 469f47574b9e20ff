namespace Dispatch.Protocol.Access;

/// <summary>
/// What a caller may be allowed to do. A capability is the unit of every grant, of every token, and of every endpoint's
/// requirement; a role is only a named set of them.
/// </summary>
public static class Capabilities
{
    /// <summary>See that sessions exist: names, states, folders, commands. No content.</summary>
    public const string SessionList = "session.list";

    /// <summary>Start a session, and so run any command as the environment's account.</summary>
    public const string SessionCreate = "session.create";

    /// <summary>Read a session's content: attach, replay, follow.</summary>
    public const string SessionRead = "session.read";

    /// <summary>Type into a session and set its size.</summary>
    public const string SessionWrite = "session.write";

    /// <summary>Rename, end, restart and remove a session, and have the log verified.</summary>
    public const string SessionManage = "session.manage";

    /// <summary>See a workspace's files and read what is in them.</summary>
    public const string FileRead = "file.read";

    /// <summary>Make, change, move and delete a workspace's files.</summary>
    public const string FileWrite = "file.write";

    /// <summary>See a workspace: where it is, what removing it would lose, the names of its variables.</summary>
    public const string WorkspaceRead = "workspace.read";

    /// <summary>Make, rename, archive and remove workspaces, and set their variables.</summary>
    public const string WorkspaceManage = "workspace.manage";

    /// <summary>Read a runner's state and versions.</summary>
    public const string RunnerRead = "runner.read";

    /// <summary>Change how a runner works: how much it logs. Only the server holds it.</summary>
    public const string RunnerManage = "runner.manage";

    /// <summary>Follow a runner's feed. Only the server holds it.</summary>
    public const string FeedRead = "feed.read";

    /// <summary>Ask models through the server's gateway. Only a runner holds it, for its agents.</summary>
    public const string ModelUse = "model.use";

    /// <summary>Read the server's state, versions and API description.</summary>
    public const string ServerRead = "server.read";

    /// <summary>Change how the server and its runner work: how much they log.</summary>
    public const string ServerManage = "server.manage";

    /// <summary>Read one's own identity and devices.</summary>
    public const string AccessRead = "access.read";

    /// <summary>Make sign-in links, sign devices out.</summary>
    public const string AccessManage = "access.manage";

    /// <summary>Read the settings that apply to oneself.</summary>
    public const string SettingsRead = "settings.read";

    /// <summary>Change one's own settings, and those of a workspace.</summary>
    public const string SettingsWrite = "settings.write";

    public static IReadOnlyList<string> All { get; } =
    [
        SessionList, SessionCreate, SessionRead, SessionWrite, SessionManage, WorkspaceRead, WorkspaceManage,
        FileRead, FileWrite,
        RunnerRead, RunnerManage, FeedRead, ModelUse, ServerRead, ServerManage, AccessRead, AccessManage,
        SettingsRead, SettingsWrite,
    ];
}
