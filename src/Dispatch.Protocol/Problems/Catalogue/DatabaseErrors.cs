namespace Dispatch.Protocol.Problems.Catalogue;

internal static class DatabaseErrors
{
    public static readonly ErrorGroup Group = new("The server's database", "The server at its start and at requests; `dispatch db status`, `dispatch db verify`, `dispatch restore`.",
    [
        new("database.altered", "The database was made by other scripts than this program's. Nothing was changed.", "Start the version that made it."),
        new("database.damaged", "The database's file is damaged.", "Keep a copy of it before anything else; then `dispatch restore` a backup."),
        new("database.newer", "The database is of a newer version of Dispatch. Nothing was changed.", "Start that version or a newer one, or restore a backup that this one made."),
        new("database.unavailable", "The database doesn't answer, or its disk takes no more.", "See to what the message names, then try again.", Retry: true),
    ]);
}
