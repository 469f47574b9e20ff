using System.Globalization;
using Dispatch.Protocol;

namespace Dispatch.Cli.Launch;

/// <summary>The port that a data folder's server has: once chosen it stays, since open pages and bookmarks look for it there.</summary>
internal static class LastPort
{
    public const int First = 3030;

    /// <summary>Said of the option, in its help.</summary>
    public const string Else = "else the one of last time, at first 3030";

    public static int Of(DataFolder data)
    {
        try
        {
            return int.TryParse(File.ReadAllText(data.ServerPortFile), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
                ? port
                : First;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return First;
        }
    }

    public static void Keep(DataFolder data, Uri server)
    {
        try
        {
            File.WriteAllText(data.ServerPortFile, server.Port.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk: the server runs, and that counts.
        }
    }
}
