namespace Dispatch.Cli.Sessions;

internal static class ShortFolder
{
    /// <summary>With <c>~</c> for the home folder.</summary>
    public static string Of(string folder)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return folder == home ? "~"
            : home.Length > 1 && folder.StartsWith(home + "/", StringComparison.Ordinal) ? "~" + folder[home.Length..]
            : folder;
    }
}
