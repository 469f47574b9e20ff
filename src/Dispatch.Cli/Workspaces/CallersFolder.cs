namespace Dispatch.Cli.Workspaces;

/// <summary>A folder as the caller names it: the server and its runner are on this machine, in another one.</summary>
internal static class CallersFolder
{
    public static string? Of(string? named) =>
        named is null or "" or "~" || named.StartsWith("~/", StringComparison.Ordinal) ? named : Path.GetFullPath(named);
}
